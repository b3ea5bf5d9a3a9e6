package dev.convoy.control.api;

import dev.convoy.xds.delivery.EnvoyDelivery;
import dev.convoy.xds.delivery.Recipient;
import dev.convoy.xds.snapshot.ResourceKey;
import java.util.List;
import java.util.function.Predicate;

/** An Envoy that is connected and stands as it is told to. */
record OneEnvoy(EnvoyDelivery delivery) implements Recipient {
    @Override
    public String node() {
        return delivery.node();
    }

    @Override
    public Stance stance(Predicate<ResourceKey> which) {
        return new Stance(true, List.of());
    }
}
