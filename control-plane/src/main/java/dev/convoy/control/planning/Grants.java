package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.GroupKind;
import dev.convoy.model.Kind;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Reference;
import dev.convoy.model.ReferenceGrant;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether an object may refer to one of another namespace: a ReferenceGrant there, in the same tree, must say so. */
record Grants(FleetModel fleet) {

    /** Nothing where the reference is permitted. {@code field} is where it stands in the referring object. */
    Optional<Fault> refuse(ObjectId from, Reference to, String field) {
        if (to.namespace().equals(from.namespace()) || granted(from, to)) {
            return Optional.empty();
        }
        return Optional.of(new Fault(
                "RefNotPermitted",
                field + " names " + to.target().kind() + " " + to.qualifiedName()
                        + " of another namespace, and no ReferenceGrant in "
                        + to.namespace() + " permits it. Create one there, from "
                        + from.kind().kindName() + " of namespace "
                        + from.namespace() + " to " + to.target().kind() + " " + to.name() + "."));
    }

    private boolean granted(ObjectId from, Reference to) {
        var referrer = new GroupKind(from.kind().group(), from.kind().kindName());
        return fleet.list(ReferenceGrant.class, from.tree(), Kind.REFERENCE_GRANT, to.namespace()).stream()
                .anyMatch(grant ->
                        spellings(to).anyMatch(spelling -> grant.permits(referrer, from.namespace(), spelling)));
    }

    /** A ServiceImport may be granted by the standard's group or by GKE's, whichever the route uses. */
    private static Stream<Reference> spellings(Reference to) {
        Stream<Reference> written = Stream.of(to);
        return Kind.of(to.target().group(), to.target().kind())
                .filter(kind -> kind == Kind.SERVICE_IMPORT)
                .map(kind -> Stream.of(kind.group(), "net.gke.io")
                        .map(group -> new Reference(new GroupKind(group, kind.kindName()), to.namespace(), to.name())))
                .orElse(written);
    }
}
