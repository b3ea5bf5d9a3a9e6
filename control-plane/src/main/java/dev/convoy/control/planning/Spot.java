package dev.convoy.control.planning;

/** A host of a listener. */
record Spot(String listener, String host) implements Comparable<Spot> {
    @Override
    public int compareTo(Spot other) {
        return listener.equals(other.listener) ? host.compareTo(other.host) : listener.compareTo(other.listener);
    }
}
