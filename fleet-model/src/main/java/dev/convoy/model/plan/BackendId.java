package dev.convoy.model.plan;

import java.util.Comparator;

/**
 * Where requests may go, as one member sees it: a port of its own Service, or of a ServiceImport, the union over the members that
 * export the service.
 */
public record BackendId(Reach reach, String namespace, String name, int port) implements Comparable<BackendId> {
    private static final Comparator<BackendId> ORDER = Comparator.comparing(BackendId::reach)
            .thenComparing(BackendId::namespace)
            .thenComparing(BackendId::name)
            .thenComparingInt(BackendId::port);

    /** How far a backend reaches. */
    public enum Reach {
        /** The member's own endpoints only. */
        MEMBER,
        /** The endpoints of every member that exports the service. */
        FLEET
    }

    @Override
    public int compareTo(BackendId other) {
        return ORDER.compare(this, other);
    }
}
