package dev.convoy.xds.delivery;

import dev.convoy.xds.snapshot.ResourceKey;
import java.util.List;
import java.util.function.Predicate;

/** A connected Envoy that can be asked what it has. */
public interface Recipient {
    /** What it calls itself; cheap, unlike what it has. */
    String node();

    EnvoyDelivery delivery();

    /** Whether it has acknowledged all of these that are published, as they are published at this moment. */
    boolean acknowledged(Predicate<ResourceKey> which);

    /** Which of these it refused as they are published. */
    List<Refusal> refusals(Predicate<ResourceKey> which);
}
