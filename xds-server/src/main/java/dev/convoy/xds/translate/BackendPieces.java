package dev.convoy.xds.translate;

import dev.convoy.model.plan.BackendPlan;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import java.time.Duration;
import java.util.List;

/** What a backend comes to by itself, whatever else the plan holds. */
record BackendPieces(BackendPlan plan, String name, ClusterLoadAssignment assignment, int remoteMembers) {

    private record Backends() implements Memory.Place<BackendPlan, List<BackendPieces>> {}

    /** A cluster depends on how often it is probed, too. */
    private record Clusters(Duration probeInterval) implements Memory.Place<BackendPieces, List<Cluster>> {}

    static List<BackendPieces> all(List<BackendPlan> backends, Memory memory) {
        return memory.recallEach(new Backends(), backends, BackendPlan::id, BackendPieces::of);
    }

    private static BackendPieces of(BackendPlan plan) {
        return new BackendPieces(
                plan,
                Names.cluster(plan.id()),
                AssignmentTranslation.translate(plan),
                BackendTranslation.remoteMembers(plan).size());
    }

    /** One for each, in their order. */
    static List<Cluster> clusters(List<BackendPieces> backends, Duration probeInterval, Memory memory) {
        return memory.recallEach(
                new Clusters(probeInterval),
                backends,
                BackendPieces::name,
                backend -> BackendTranslation.translate(backend.plan, probeInterval));
    }
}
