package dev.convoy.xds.snapshot;

import dev.convoy.model.PersistentMap;
import org.jspecify.annotations.Nullable;

/** The resources of one type, the version of them all, and by what their names, and these with their versions, are recognised. */
record ResourceSet(PersistentMap<String, Resource> byName, SetVersion version, Print names, Print claims) {
    static final ResourceSet EMPTY = new ResourceSet(PersistentMap.empty(), SetVersion.EMPTY, Print.NONE, Print.NONE);

    /** With this resource under that name, or without any. */
    ResourceSet with(String name, @Nullable Resource after) {
        Resource before = byName.get(name);
        ResourceSet rest = before == null
                ? this
                : new ResourceSet(
                        byName,
                        version.minus(before),
                        names.minus(before.namePrint()),
                        claims.minus(before.claimPrint()));
        return after == null
                ? new ResourceSet(byName.without(name), rest.version, rest.names, rest.claims)
                : new ResourceSet(
                        byName.with(name, after),
                        rest.version.plus(after),
                        rest.names.plus(after.namePrint()),
                        rest.claims.plus(after.claimPrint()));
    }
}
