package dev.convoy.xds.translate;

import com.google.protobuf.Any;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UnknownFieldSet;
import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers.Thresholds;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CommonLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.EdsClusterConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbPolicy;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.type.v3.Percent;

/** What all clusters have in common. */
final class ClusterSettings {
    private static final UInt32Value NEVER = UInt32Value.of(0);

    /** The number of {@code HttpProtocolOptions.retry_policy}. */
    private static final int RETRY_POLICY = 11;

    private ClusterSettings() {}

    static Cluster.Builder eds(String name) {
        // HTTP/1.1 needs a connection a request; Envoy's 1,024 overflow when a gateway wakes.
        var limit = Proto.uint(10_000);
        return Cluster.newBuilder()
                .setName(name)
                .setType(DiscoveryType.EDS)
                .setEdsClusterConfig(EdsClusterConfig.newBuilder().setEdsConfig(Proto.ADS))
                .setLbPolicy(LbPolicy.LEAST_REQUEST)
                .setCommonLbConfig(CommonLbConfig.newBuilder()
                        .setHealthyPanicThreshold(Percent.newBuilder().setValue(0))
                        .setUpdateMergeWindow(Proto.millis(0))) // else a second change waits for a second
                .setCircuitBreakers(CircuitBreakers.newBuilder()
                        .addThresholds(Thresholds.newBuilder()
                                .setMaxConnections(limit)
                                .setMaxPendingRequests(limit)
                                .setMaxRequests(limit)
                                .setMaxRetries(Proto.uint(1_000))))
                .setPerConnectionBufferLimitBytes(Proto.uint(32 * 1024));
    }

    /** The clusters' own policy, which prevails over any route's; Envoy knows it since 1.38, our copy of its messages does not. */
    static UnknownFieldSet retrying(RetryPolicy policy) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        RETRY_POLICY,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(policy.toByteString())
                                .build())
                .build();
    }

    static void setProtocol(Cluster.Builder cluster, HttpProtocolOptions options) {
        cluster.putTypedExtensionProtocolOptions(
                "envoy.extensions.upstreams.http.v3.HttpProtocolOptions", Any.pack(options));
    }

    /**
     * Dead Pods leave at once, without their API server's word: they refuse connections. What they answer never counts, nor does what
     * Envoy does not enforce by default.
     */
    static OutlierDetection byRefusedConnections(int maxEjectionPercent) {
        return OutlierDetection.newBuilder()
                .setSplitExternalLocalOriginErrors(true)
                .setConsecutiveLocalOriginFailure(Proto.uint(3))
                .setEnforcingConsecutive5Xx(NEVER)
                .setEnforcingSuccessRate(NEVER)
                .setEnforcingLocalOriginSuccessRate(NEVER)
                .setInterval(Proto.millis(500))
                .setBaseEjectionTime(Proto.millis(2_000))
                .setMaxEjectionTime(Proto.millis(10_000))
                .setMaxEjectionPercent(Proto.uint(maxEjectionPercent))
                .build();
    }
}
