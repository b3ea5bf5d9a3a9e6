package dev.convoy.xds.snapshot;

import dev.convoy.model.PersistentMap;
import org.jspecify.annotations.Nullable;

/** The resources of one type, and the version of them all. */
record ResourceSet(PersistentMap<String, Resource> byName, SetVersion version) {
    static final ResourceSet EMPTY = new ResourceSet(PersistentMap.empty(), SetVersion.EMPTY);

    /** With this resource under that name, or without any. */
    ResourceSet with(String name, @Nullable Resource after) {
        Resource before = byName.get(name);
        SetVersion without = before == null ? version : version.minus(before);
        return after == null
                ? new ResourceSet(byName.without(name), without)
                : new ResourceSet(byName.with(name, after), without.plus(after));
    }
}
