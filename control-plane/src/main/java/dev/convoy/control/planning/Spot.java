package dev.convoy.control.planning;

import java.util.Comparator;

/** A host of a listener. */
record Spot(String listener, String host) implements Comparable<Spot> {
    private static final Comparator<Spot> ORDER =
            Comparator.comparing(Spot::listener).thenComparing(Spot::host);

    @Override
    public int compareTo(Spot other) {
        return ORDER.compare(this, other);
    }
}
