package dev.convoy.xds.translate;

import dev.convoy.model.SocketAddress;
import dev.convoy.model.plan.BackendPlan;
import dev.convoy.model.plan.BackendPlan.Hop;
import dev.convoy.model.plan.BackendPlan.MemberEndpoints;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint.HealthCheckConfig;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A backend's endpoints, one locality a member. Spill to the next priority goes by the endpoints' weights, so those share their
 * member's weight: counting endpoints would make a whole member behind its gateway count as one Pod.
 */
final class AssignmentTranslation {
    /** Keeps shares exact to a thousandth where a weight cannot be divided among its endpoints. */
    private static final int FINER = 1_000;

    private AssignmentTranslation() {}

    static void replace(@Nullable BackendPlan before, @Nullable BackendPlan after, Draft draft) {
        String name = after == null ? "" : name(after);
        if (before != null && !name(before).equals(name)) {
            draft.set(ResourceType.ENDPOINTS, name(before), null);
        }
        if (after != null) {
            draft.set(ResourceType.ENDPOINTS, name, translate(after));
        }
    }

    static String name(BackendPlan plan) {
        return Names.assignment(plan.id(), hasGateways(plan));
    }

    private static boolean hasGateways(BackendPlan plan) {
        return !BackendTranslation.remoteMembers(plan).isEmpty();
    }

    static ClusterLoadAssignment translate(BackendPlan plan) {
        var assignment = ClusterLoadAssignment.newBuilder()
                .setClusterName(name(plan))
                .setPolicy(ClusterLoadAssignment.Policy.newBuilder().setWeightedPriorityHealth(true));
        List<MemberEndpoints> reachable = plan.localities().stream()
                .filter(locality -> !addresses(locality.hop()).isEmpty())
                .toList();
        boolean divisible = reachable.stream()
                .allMatch(locality ->
                        locality.weight() % addresses(locality.hop()).size() == 0);
        for (MemberEndpoints locality : reachable) {
            assignment.addEndpoints(locality(locality, divisible ? 1 : FINER, hasGateways(plan)));
        }
        return assignment.build();
    }

    /** The member stands in the sub-zone: two members of one zone must not become one locality. */
    private static LocalityLbEndpoints locality(MemberEndpoints member, int scale, boolean probed) {
        List<SocketAddress> addresses = addresses(member.hop());
        long weight = Math.max(1, (long) member.weight() * scale / addresses.size());
        var locality = LocalityLbEndpoints.newBuilder()
                .setLocality(Locality.newBuilder()
                        .setRegion(member.locality().region())
                        .setZone(member.locality().zone())
                        .setSubZone(member.member().name()))
                .setPriority(member.priority())
                .setLoadBalancingWeight(Proto.uint(member.weight()));
        for (SocketAddress address : addresses) {
            var endpoint = LbEndpoint.newBuilder()
                    .setEndpoint(endpoint(member.hop(), address, probed))
                    .setMetadata(labels(member));
            if (weight > 1) { // which it is by default
                endpoint.setLoadBalancingWeight(Proto.uint((int) weight));
            }
            locality.addLbEndpoints(endpoint);
        }
        return locality.build();
    }

    private static List<SocketAddress> addresses(Hop hop) {
        return switch (hop) {
            case Hop.OwnPods(var pods) -> pods;
            case Hop.NeighbourPods(var pods) -> pods;
            case Hop.EastWestGateway(var address) -> List.of(address);
        };
    }

    private static Metadata labels(MemberEndpoints member) {
        return switch (member.hop()) {
            case Hop.OwnPods _, Hop.NeighbourPods _ -> EndpointLabels.pod(member.member());
            case Hop.EastWestGateway _ -> EndpointLabels.gateway(member.member());
        };
    }

    /** Only gateways know the answer to a health check; of Pods beside them the readiness that their cluster reports holds. */
    private static Endpoint endpoint(Hop hop, SocketAddress address, boolean probed) {
        Endpoint.Builder endpoint = Endpoint.newBuilder().setAddress(Proto.address(address));
        boolean pod = switch (hop) {
            case Hop.OwnPods _, Hop.NeighbourPods _ -> true;
            case Hop.EastWestGateway _ -> false;
        };
        if (probed && pod) {
            endpoint.setHealthCheckConfig(HealthCheckConfig.newBuilder().setDisableActiveHealthCheck(true));
        }
        return endpoint.build();
    }
}
