package dev.convoy.xds.snapshot;

import java.util.Set;

/** What must hold within a snapshot before any Envoy sees it. A breach is a fault of the translation, never of a user. */
final class Consistency {
    private Consistency() {}

    /** Whether what is needed among these is there, and the assignments among them are needed. */
    static void check(EnvoyGroup group, Snapshot snapshot, Set<ResourceKey> keys) {
        for (ResourceKey key : keys) {
            boolean isThere = snapshot.get(key) != null;
            boolean isNeeded = snapshot.uses().has(key);
            if (isNeeded && !isThere) {
                throw breach(group, anyUser(snapshot, key) + " needs " + key + ", which does not exist");
            }
            // An assignment that no cluster asks for stalls all endpoints of a state-of-the-world stream.
            if (isThere && !isNeeded && key.type() == ResourceType.ENDPOINTS) {
                throw breach(group, key + " belongs to no EDS cluster");
            }
        }
    }

    private static ResourceKey anyUser(Snapshot snapshot, ResourceKey needed) {
        for (ResourceType type : ResourceType.values()) {
            for (Resource resource : snapshot.of(type).values()) {
                if (resource.references().of(needed.type()).contains(needed.name())) {
                    return resource.key();
                }
            }
        }
        throw new IllegalStateException(needed + " is counted as needed, but nothing needs it");
    }

    private static IllegalStateException breach(EnvoyGroup group, String breach) {
        return new IllegalStateException("the resources of " + group + " contradict themselves: " + breach);
    }
}
