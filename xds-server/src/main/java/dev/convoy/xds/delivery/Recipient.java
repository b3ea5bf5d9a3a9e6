package dev.convoy.xds.delivery;

import dev.convoy.xds.snapshot.ResourceKey;
import java.util.Collection;
import java.util.List;

/** A connected Envoy that can be asked what it has. */
public interface Recipient {
    EnvoyDelivery delivery();

    /** Whether it has acknowledged all of these in the version that is published at this moment. */
    boolean acknowledged(Collection<ResourceKey> keys);

    /** Which of these it refused in the version that is published. */
    List<Refusal> refusals(Collection<ResourceKey> keys);
}
