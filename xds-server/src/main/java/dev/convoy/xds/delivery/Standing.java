package dev.convoy.xds.delivery;

import java.util.List;

/** How far some resources have come in the connected Envoys of a group. */
public sealed interface Standing {
    record NoneConnected() implements Standing {}

    /** At least one Envoy refused at least one of them; it keeps the last version it took. */
    record Refused(List<Refusal> refusals) implements Standing {
        public Refused {
            refusals = List.copyOf(refusals);
        }
    }

    /** Some Envoys have not acknowledged all of them yet. */
    record Waiting(int acknowledged, int connected) implements Standing {}

    /** Every connected Envoy has acknowledged all of them as they are published now. */
    record Acknowledged(int connected) implements Standing {}
}
