package dev.convoy.xds.delivery;

import dev.convoy.xds.snapshot.ResourceKey;
import java.util.List;
import java.util.function.Predicate;

/** A connected Envoy that can be asked what it has. */
public interface Recipient {
    /** What it calls itself; cheap, unlike what it has. */
    String node();

    EnvoyDelivery delivery();

    /** How it stands to these of the published resources, at one moment. */
    Stance stance(Predicate<ResourceKey> which);

    /**
     * What one Envoy made of some resources as they are published.
     *
     * @param acknowledged whether it acknowledged all of them
     * @param refusals why it lacks those of them that it or others refused
     */
    record Stance(boolean acknowledged, List<Refusal> refusals) {
        public Stance {
            refusals = List.copyOf(refusals);
        }
    }
}
