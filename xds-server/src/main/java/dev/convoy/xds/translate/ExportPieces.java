package dev.convoy.xds.translate;

import dev.convoy.model.MemberId;
import dev.convoy.model.plan.EastWestPlan;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import java.util.List;

/** What an exported port comes to at the member's east-west gateway. */
record ExportPieces(String name, Cluster cluster, ClusterLoadAssignment assignment) {

    private record Exports(MemberId member) implements Memory.Place<EastWestPlan.Export, List<ExportPieces>> {}

    static List<ExportPieces> all(MemberId member, List<EastWestPlan.Export> exports, Memory memory) {
        return memory.recallEach(
                new Exports(member),
                exports,
                EastWestPlan.Export::id,
                export -> new ExportPieces(
                        Names.localCluster(export.id()),
                        LocalClusterTranslation.cluster(export),
                        LocalClusterTranslation.assignment(member, export)));
    }
}
