package dev.convoy.model;

import java.util.List;

/** Lets objects of other namespaces refer to objects of this one (Gateway API, GEP-709). */
public record ReferenceGrant(Meta meta, List<From> from, List<To> to) implements FleetObject {
    public ReferenceGrant {
        from = List.copyOf(from);
        to = List.copyOf(to);
    }

    /** Who may refer. */
    public record From(GroupKind kind, String namespace) {}

    /** To what; an empty name is every object of the kind. */
    public record To(GroupKind kind, String name) {}

    public boolean permits(GroupKind fromKind, String fromNamespace, Reference target) {
        return meta.id().namespace().equals(target.namespace())
                && from.contains(new From(fromKind, fromNamespace))
                && to.stream()
                        .anyMatch(granted -> granted.kind().equals(target.target())
                                && (granted.name().isEmpty() || granted.name().equals(target.name())));
    }
}
