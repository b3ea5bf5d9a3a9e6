package dev.convoy.model.plan;

/**
 * Where requests may go, as one member sees it: a port of its own Service, or of a ServiceImport, the union over the members that
 * export the service.
 */
public record BackendId(Reach reach, String namespace, String name, int port) implements Comparable<BackendId> {
    /** How far a backend reaches. */
    public enum Reach {
        /** The member's own endpoints only. */
        MEMBER,
        /** The endpoints of every member that exports the service. */
        FLEET
    }

    @Override
    public int compareTo(BackendId other) {
        int order = reach.compareTo(other.reach);
        if (order == 0) {
            order = namespace.compareTo(other.namespace);
        }
        if (order == 0) {
            order = name.compareTo(other.name);
        }
        return order == 0 ? Integer.compare(port, other.port) : order;
    }
}
