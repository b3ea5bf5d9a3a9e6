package dev.convoy.xds.translate;

import com.google.protobuf.Message;
import dev.convoy.model.MemberId;
import dev.convoy.model.SocketAddress;
import dev.convoy.model.plan.BackendPlan;
import dev.convoy.model.plan.EastWestPlan.Export;
import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.envoyproxy.envoy.config.rbac.v3.RBAC;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;

/**
 * An exported service as the east-west listener reaches it: own Pods only. Its filters run after a Pod was chosen (none eligible is 503
 * before them): the first refuses members that the service is not exported to, the second answers the other gateways' health checks
 * without troubling the Pod.
 */
final class LocalClusterTranslation {
    /** Stands in the details of the answer to a health check. */
    static final String HEALTH_POLICY = "ew-health";

    private static final String PEERS_POLICY = "ew-peers";

    private LocalClusterTranslation() {}

    static Cluster cluster(Export export) {
        Cluster.Builder cluster = ClusterSettings.eds(Names.localCluster(export.id()))
                .setConnectTimeout(Proto.millis(250))
                // All of them: nothing eligible is what the other members must hear. Timeouts, which would count too,
                // do not occur here.
                .setOutlierDetection(ClusterSettings.byRefusedConnections(100));
        ClusterSettings.setProtocol(
                cluster,
                HttpProtocolOptions.newBuilder()
                        .setExplicitHttpConfig(protocol(export.protocol()))
                        .addHttpFilters(rbac(PEERS_POLICY, RBAC.Action.ALLOW, peers(export.exportTo())))
                        .addHttpFilters(rbac(HEALTH_POLICY, RBAC.Action.DENY, healthChecks()))
                        .addHttpFilters(ConnectionManagers.filter(
                                "envoy.filters.http.upstream_codec", UpstreamCodec.getDefaultInstance()))
                        .build());
        return cluster.build();
    }

    static ClusterLoadAssignment assignment(MemberId member, Export export) {
        var assignment = ClusterLoadAssignment.newBuilder().setClusterName(Names.localCluster(export.id()));
        if (!export.pods().isEmpty()) {
            var pods = LocalityLbEndpoints.newBuilder();
            for (SocketAddress pod : export.pods()) {
                pods.addLbEndpoints(LbEndpoint.newBuilder()
                        .setEndpoint(Endpoint.newBuilder().setAddress(Proto.address(pod)))
                        .setMetadata(EndpointLabels.pod(member)));
            }
            assignment.addEndpoints(pods);
        }
        return assignment.build();
    }

    private static ExplicitHttpConfig protocol(BackendPlan.Protocol protocol) {
        ExplicitHttpConfig.Builder config = ExplicitHttpConfig.newBuilder();
        return switch (protocol) {
            case HTTP1 ->
                config.setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance())
                        .build();
            case H2C ->
                config.setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance())
                        .build();
        };
    }

    private static HttpFilter rbac(String name, RBAC.Action action, Policy policy) {
        Message config = io.envoyproxy
                .envoy
                .extensions
                .filters
                .http
                .rbac
                .v3
                .RBAC
                .newBuilder()
                .setRules(RBAC.newBuilder().setAction(action).putPolicies(name, policy))
                .build();
        return ConnectionManagers.filter(name, config);
    }

    private static Policy peers(List<MemberId> exportTo) {
        Policy.Builder policy = Policy.newBuilder().addPermissions(any());
        if (exportTo.isEmpty()) {
            return policy.addPrincipals(principal(Proto.startsWith(Names.identityPrefix())))
                    .build();
        }
        for (MemberId member : exportTo.stream().sorted().toList()) {
            policy.addPrincipals(principal(Proto.exact(Names.identity(member))));
            policy.addPrincipals(principal(Proto.startsWith(Names.pooledIdentityPrefix(member))));
        }
        return policy.build();
    }

    private static Policy healthChecks() {
        return Policy.newBuilder()
                .addPermissions(Permission.newBuilder()
                        .setHeader(HeaderMatcher.newBuilder()
                                .setName(EastWestListenerTranslation.HEALTH)
                                .setPresentMatch(true)))
                .addPrincipals(Principal.newBuilder().setAny(true))
                .build();
    }

    private static Permission any() {
        return Permission.newBuilder().setAny(true).build();
    }

    private static Principal principal(StringMatcher identity) {
        return Principal.newBuilder()
                .setAuthenticated(Principal.Authenticated.newBuilder().setPrincipalName(identity))
                .build();
    }
}
