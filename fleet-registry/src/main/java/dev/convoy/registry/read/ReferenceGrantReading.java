package dev.convoy.registry.read;

import dev.convoy.model.Meta;
import dev.convoy.model.ReferenceGrant;

final class ReferenceGrantReading {
    private ReferenceGrantReading() {}

    static ReferenceGrant grant(Meta meta, Field spec) {
        return new ReferenceGrant(
                meta,
                spec.get("from")
                        .each(from -> new ReferenceGrant.From(
                                References.groupKind(from),
                                from.get("namespace").name())),
                spec.get("to")
                        .each(to -> new ReferenceGrant.To(
                                References.groupKind(to), to.get("name").textOr(""))));
    }
}
