package dev.convoy.xds.translate;

import com.google.protobuf.Any;
import com.google.protobuf.Struct;
import dev.convoy.model.MemberId;
import dev.convoy.model.plan.BackendPlan;
import dev.convoy.model.plan.BackendPlan.Hop;
import dev.convoy.model.plan.BackendPlan.MemberEndpoints;
import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CommonLbConfig.LocalityWeightedLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.TransportSocketMatch;
import io.envoyproxy.envoy.config.core.v3.BindConfig;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HealthCheck;
import io.envoyproxy.envoy.config.core.v3.HealthCheck.HttpHealthCheck;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.KeepaliveSettings;
import io.envoyproxy.envoy.config.core.v3.SocketOption;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.AutoHttpConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.envoyproxy.envoy.type.v3.CodecClientType;
import java.time.Duration;
import java.util.List;

/**
 * A backend's cluster. Pods are reached in plaintext; another network's member over mTLS, by a socket that takes that member's
 * certificate only. Only gateways are labelled, so that a cluster which an Envoy still has goes on working with an assignment of other
 * members, which was made for the next one: the assignment comes to both.
 */
final class BackendTranslation {
    /** At most half of a member's own Pods may leave on suspicion: a timeout counts as a failed connection. */
    private static final int MAX_EJECTION_PERCENT = 50;

    private BackendTranslation() {}

    /** {@code probeInterval} is how often the other networks' gateways are asked about the service. */
    static Cluster translate(BackendPlan plan, Duration probeInterval) {
        Cluster.Builder cluster = ClusterSettings.eds(Names.cluster(plan.id())).setConnectTimeout(Proto.millis(1_000));
        cluster.getCommonLbConfigBuilder().setLocalityWeightedLbConfig(LocalityWeightedLbConfig.getDefaultInstance());
        List<MemberId> remote = remoteMembers(plan);
        boolean ownOnly = plan.localities().stream().allMatch(locality -> locality.hop() instanceof Hop.OwnPods);
        ClusterSettings.setProtocol(cluster, protocol(plan.protocol(), !remote.isEmpty(), ownOnly));
        if (!remote.isEmpty()) {
            cluster.getEdsClusterConfigBuilder().setServiceName(AssignmentTranslation.name(plan));
            setSockets(cluster, Sni.of(plan.id()), remote);
            cluster.addHealthChecks(healthCheck(Sni.of(plan.id()), probeInterval));
            // Else an endpoint that is gone stays for as long as its health checks pass.
            cluster.setIgnoreHealthOnHostRemoval(true);
            if (plan.protocol() == BackendPlan.Protocol.H2C) {
                cluster.setUpstreamBindConfig(noticingSilence());
            }
        } else if (ownOnly) {
            cluster.setOutlierDetection(ClusterSettings.byRefusedConnections(MAX_EJECTION_PERCENT));
        }
        return cluster.build();
    }

    /** Those behind their east-west gateways, in the order of their names: weights and priorities do not matter here. */
    static List<MemberId> remoteMembers(BackendPlan plan) {
        return plan.localities().stream()
                .filter(locality -> locality.hop() instanceof Hop.EastWestGateway)
                .map(MemberEndpoints::member)
                .sorted()
                .distinct()
                .toList();
    }

    /**
     * The first match wins. A gateway that the cluster does not know gets a socket that fails; the default, which only tells Envoy that
     * this cluster may speak HTTP/2 by ALPN, is never come to.
     */
    private static void setSockets(Cluster.Builder cluster, String sni, List<MemberId> remote) {
        cluster.setTransportSocket(FleetTls.calling(sni, remote));
        if (remote.size() > 1) {
            for (MemberId member : remote) {
                cluster.addTransportSocketMatches(
                        match(member.name(), EndpointLabels.matching(member), FleetTls.calling(sni, List.of(member))));
            }
        }
        cluster.addTransportSocketMatches(
                match("gateways", EndpointLabels.matchingGateways(), FleetTls.calling(sni, remote)));
        cluster.addTransportSocketMatches(match("pods", Struct.getDefaultInstance(), plaintext()));
    }

    private static TransportSocketMatch match(String name, Struct labels, TransportSocket socket) {
        return TransportSocketMatch.newBuilder()
                .setName(name)
                .setMatch(labels)
                .setTransportSocket(socket)
                .build();
    }

    private static TransportSocket plaintext() {
        return TransportSocket.newBuilder()
                .setName("envoy.transport_sockets.raw_buffer")
                .setTypedConfig(Any.pack(RawBuffer.getDefaultInstance()))
                .build();
    }

    private static HttpProtocolOptions protocol(BackendPlan.Protocol protocol, boolean remote, boolean ownOnly) {
        var retries = ownOnly ? Retries.AMONG_OWN_PODS : Retries.AMONG_MEMBERS;
        var options = HttpProtocolOptions.newBuilder().setUnknownFields(ClusterSettings.retrying(retries));
        switch (protocol) {
            case HTTP1 -> {
                if (remote) { // HTTP/1.1 to Pods and HTTP/2 to gateways, by ALPN
                    options.setAutoConfig(AutoHttpConfig.newBuilder()
                            .setHttp2ProtocolOptions(Http2ProtocolOptions.newBuilder()
                                    .setConnectionKeepalive(KeepaliveSettings.newBuilder()
                                            .setInterval(Proto.millis(1_000))
                                            .setTimeout(Proto.millis(1_000))
                                            .setConnectionIdleInterval(Proto.millis(1_000)))));
                } else {
                    options.setExplicitHttpConfig(ExplicitHttpConfig.newBuilder()
                            .setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance()));
                }
            }
            // No keepalive: gRPC servers take frequent pings for an attack and end the connection.
            case H2C ->
                options.setExplicitHttpConfig(ExplicitHttpConfig.newBuilder()
                        .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()));
        }
        return options.build();
    }

    /**
     * The other side answers from its own Pods' health without troubling one. The timeout leaves room for a new connection (three round
     * trips) over half the globe; one 503 suffices to be out, two timeouts or refusals else.
     */
    private static HealthCheck healthCheck(String host, Duration interval) {
        return HealthCheck.newBuilder()
                .setTimeout(Proto.millis(1_000))
                .setInterval(Proto.duration(interval))
                .setNoTrafficInterval(Proto.duration(interval))
                .setIntervalJitterPercent(10)
                .setUnhealthyThreshold(Proto.uint(2))
                .setHealthyThreshold(Proto.uint(2))
                .setHttpHealthCheck(HttpHealthCheck.newBuilder()
                        .setPath("/")
                        .setHost(host)
                        .setCodecClientType(CodecClientType.HTTP2)
                        .addRequestHeadersToAdd(HeaderValueOption.newBuilder()
                                .setHeader(HeaderValue.newBuilder()
                                        .setKey(EastWestListenerTranslation.HEALTH)
                                        .setValue("1"))))
                .build();
    }

    /** {@code TCP_USER_TIMEOUT}: in place of a keepalive, unacknowledged data ends the connection after a second. */
    private static BindConfig noticingSilence() {
        return BindConfig.newBuilder()
                .addSocketOptions(SocketOption.newBuilder()
                        .setDescription("TCP_USER_TIMEOUT")
                        .setLevel(6)
                        .setName(18)
                        .setIntValue(1_000)
                        .setState(SocketOption.SocketState.STATE_PREBIND))
                .build();
    }
}
