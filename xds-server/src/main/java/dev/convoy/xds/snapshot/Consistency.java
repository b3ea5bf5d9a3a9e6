package dev.convoy.xds.snapshot;

import java.util.HashSet;
import java.util.Set;

/** What must hold within a snapshot before any Envoy sees it. A breach is a fault of the translation, never of a user. */
final class Consistency {
    private Consistency() {}

    static void check(EnvoyGroup group, Snapshot snapshot) {
        var assignments = new HashSet<String>();
        for (Resource cluster : snapshot.of(ResourceType.CLUSTER).values()) {
            assignments.addAll(cluster.references().assignments());
        }
        for (String name : snapshot.of(ResourceType.ENDPOINTS).keySet()) {
            // An assignment that no cluster asks for stalls all endpoints of a state-of-the-world stream.
            require(assignments.contains(name), group, "assignment " + name + " belongs to no EDS cluster");
        }
        for (ResourceType type : Set.of(ResourceType.LISTENER, ResourceType.SCOPES, ResourceType.ROUTES)) {
            for (Resource resource : snapshot.of(type).values()) {
                for (String cluster : resource.references().clusters()) {
                    require(
                            snapshot.get(ResourceType.CLUSTER, cluster) != null,
                            group,
                            resource.key() + " sends to cluster " + cluster + ", which does not exist");
                }
                for (String routes : resource.references().routes()) {
                    require(
                            snapshot.get(ResourceType.ROUTES, routes) != null,
                            group,
                            resource.key() + " uses routes " + routes + ", which do not exist");
                }
            }
        }
    }

    private static void require(boolean holds, EnvoyGroup group, String breach) {
        if (!holds) {
            throw new IllegalStateException("the resources of " + group + " contradict themselves: " + breach);
        }
    }
}
