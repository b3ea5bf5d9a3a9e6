package dev.convoy.xds;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.resources;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import dev.convoy.embedded.LoopbackBlock;
import dev.convoy.xds.delivery.EnvoyDelivery;
import dev.convoy.xds.delivery.Standing;
import dev.convoy.xds.delivery.Traffic;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.translate.GrpcPod;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.ApiListener;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What grpc-java's own xDS client makes of it: a gRPC channel that asks the hub, over mutual TLS and in state of the world, where
 * its calls go. Nobody here wrote it, and it reads the protocol its own way: it names each listener and cluster that it wants.
 */
class ProxylessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Set<ResourceKey> ALL = Set.of(
            new ResourceKey(ResourceType.LISTENER, "greeter"),
            new ResourceKey(ResourceType.ROUTES, "routes"),
            new ResourceKey(ResourceType.CLUSTER, "a"),
            new ResourceKey(ResourceType.ENDPOINTS, "a"));

    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final LoopbackBlock block = opened(LoopbackBlock.claim());
    private final Hub hub = opened(new Hub(block.address()));
    private final Message toA = opened(GrpcPod.start("a", block.address()), "a");
    private final Message toB = opened(GrpcPod.start("b", block.address()), "b");

    @TempDir
    static Path folder;

    /** The client asks for this property once, and reads the file each time it makes a channel. */
    @BeforeAll
    static void sayWhereTheBootstrapIs() {
        System.setProperty(
                "io.grpc.xds.bootstrap", folder.resolve("bootstrap.json").toString());
    }

    @BeforeEach
    void writeBootstrap() throws IOException {
        TestAuthority.Identity identity = hub.authority.client(Hub.IDENTITY + "tokyo");
        Files.writeString(folder.resolve("ca.crt"), TestAuthority.pem(hub.authority.certificate()));
        Files.writeString(folder.resolve("tls.crt"), identity.certificatePem());
        Files.writeString(folder.resolve("tls.key"), identity.keyPem());
        Files.writeString(folder.resolve("bootstrap.json"), """
                {
                  "xds_servers": [{
                    "server_uri": "%s:%d",
                    "channel_creds": [{"type": "%s", "config": {
                      "ca_certificate_file": "%4$s/ca.crt",
                      "certificate_file": "%4$s/tls.crt",
                      "private_key_file": "%4$s/tls.key"}}],
                    "server_features": ["xds_v3"]
                  }],
                  "node": {"id": "proxyless-1"}
                }
                """.formatted(
                hub.address.getAddress().getHostAddress(), hub.address.getPort(), MutualTlsCredentials.NAME, folder));
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : toClose.reversed()) {
            each.close();
        }
    }

    @Test
    void aCallGoesWhereTheHubSays() throws Exception {
        publish(listener(), routes(100, 0), cluster("a"), cluster("b"), toA, toB);
        assertThat(GrpcPod.call(channel())).isEqualTo("a");
        await(() -> standing() instanceof Standing.Acknowledged);
        assertThat(delivery().node()).isEqualTo("proxyless-1");
        assertThat(delivery().traffic().refusals()).isZero();
    }

    @Test
    void calledBeforeAnythingIsPublishedItWaits() throws Exception {
        ManagedChannel channel = channel();
        var answer = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> answer.complete(answer(channel)));
        await(() -> hub.server.openStreams() == 1);
        publish(listener(), routes(100, 0), cluster("a"), cluster("b"), toA, toB);
        assertThat(answer.get()).isEqualTo("a");
    }

    @Test
    void endpointsThatMoveAreFollowed() throws Exception {
        publish(listener(), routes(100, 0), cluster("a"), cluster("b"), toA, toB);
        ManagedChannel channel = channel();
        assertThat(GrpcPod.call(channel)).isEqualTo("a");
        await(() -> standing() instanceof Standing.Acknowledged);
        Traffic before = delivery().traffic();
        publish(listener(), routes(100, 0), cluster("a"), cluster("b"), moved(toB, "a"), toB);
        await(() -> answer(channel).equals("b"));
        await(() -> standing() instanceof Standing.Acknowledged);
        assertThat(delivery().traffic().responses() - before.responses())
                .as("one change, one response")
                .isEqualTo(1);
    }

    @Test
    void weightsDivideItsCallsAndAreFollowed() throws Exception {
        publish(listener(), routes(50, 50), cluster("a"), cluster("b"), toA, toB);
        ManagedChannel channel = channel();
        Map<String, Integer> answers = new TreeMap<>();
        for (int i = 0; i < 400; i++) {
            answers.merge(answer(channel), 1, Integer::sum);
        }
        assertThat(answers.keySet()).containsExactly("a", "b");
        assertThat(answers.values()).allSatisfy(calls -> assertThat(calls).isBetween(130, 270));
        publish(listener(), routes(0, 100), cluster("a"), cluster("b"), toA, toB);
        await(() -> standing() instanceof Standing.Acknowledged);
        // Half of the answers were b before, too.
        await(() -> IntStream.range(0, 20).allMatch(_ -> answer(channel).equals("b")));
        var after = new HashSet<String>();
        for (int i = 0; i < 50; i++) {
            after.add(answer(channel));
        }
        assertThat(after).containsExactly("b");
    }

    @Test
    void whatItRefusesIsSaidToBeRefusedAndNotSentAgain() throws Exception {
        publish(listener(), routes(100, 0), cluster("a"), cluster("b"), toA, toB);
        ManagedChannel channel = channel();
        assertThat(GrpcPod.call(channel)).isEqualTo("a");
        await(() -> standing() instanceof Standing.Acknowledged);
        Cluster bad =
                cluster("a").toBuilder().setLbPolicy(Cluster.LbPolicy.MAGLEV).build();
        publish(listener(), routes(100, 0), bad, cluster("b"), toA, toB);
        await(() -> standing() instanceof Standing.Refused);
        Traffic refused = delivery().of(ResourceType.CLUSTER).traffic();
        assertThat(refused.refusals()).isEqualTo(1);
        Thread.sleep(300);
        assertThat(delivery().of(ResourceType.CLUSTER).traffic().refusals()).isEqualTo(1);
        assertThat(answer(channel)).isEqualTo("a");
        publish(listener(), routes(0, 100), cluster("a"), cluster("b"), toA, toB);
        await(() -> answer(channel).equals("b"));
        await(() -> standing() instanceof Standing.Acknowledged);
    }

    @Test
    void aServiceThatEndsIsSaidToBeGoneAndMayComeBack() throws Exception {
        publish(listener(), routes(100, 0), cluster("a"), cluster("b"), toA, toB);
        ManagedChannel channel = channel();
        assertThat(GrpcPod.call(channel)).isEqualTo("a");
        publish();
        await(() -> answer(channel).startsWith("UNAVAILABLE"));
        publish(listener(), routes(0, 100), cluster("a"), cluster("b"), toA, toB);
        await(() -> answer(channel).equals("b"));
    }

    @Test
    void aRestartedHubTellsItNothingThatItKnows() throws Exception {
        Message[] published = {listener(), routes(100, 0), cluster("a"), cluster("b"), toA, toB};
        publish(published);
        ManagedChannel channel = channel();
        assertThat(GrpcPod.call(channel)).isEqualTo("a");
        await(() -> standing() instanceof Standing.Acknowledged);
        hub.restart();
        assertThat(answer(channel)).as("without a hub").isEqualTo("a");
        publish(published);
        await(() -> standing() instanceof Standing.Acknowledged);
        assertThat(delivery().traffic()).isEqualTo(Traffic.NONE);
        publish(listener(), routes(0, 100), cluster("a"), cluster("b"), toA, toB);
        await(() -> answer(channel).equals("b"));
    }

    private ManagedChannel channel() {
        ManagedChannel channel = Grpc.newChannelBuilder("xds:///greeter", InsecureChannelCredentials.create())
                .build();
        toClose.add(() -> {
            channel.shutdownNow();
            channel.awaitTermination(5, TimeUnit.SECONDS);
        });
        return channel;
    }

    private static String answer(ManagedChannel channel) {
        try {
            return GrpcPod.call(channel);
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode() + " " + e.getStatus().getDescription();
        }
    }

    private void publish(Message... messages) {
        hub.snapshots.publish(TOKYO, resources(messages));
    }

    private static Listener listener() {
        return Listener.newBuilder()
                .setName("greeter")
                .setApiListener(ApiListener.newBuilder()
                        .setApiListener(Fixtures.listener("greeter", "routes", "127.0.0.1", 1)
                                .getFilterChains(0)
                                .getFilters(0)
                                .getTypedConfig()))
                .build();
    }

    private static RouteConfiguration routes(int weightOfA, int weightOfB) {
        RouteConfiguration.Builder routes = Fixtures.routes("routes", "a").toBuilder();
        routes.getVirtualHostsBuilder(0)
                .getRoutesBuilder(0)
                .getRouteBuilder()
                .setWeightedClusters(WeightedCluster.newBuilder()
                        .addClusters(weight("a", weightOfA))
                        .addClusters(weight("b", weightOfB)));
        return routes.build();
    }

    private static WeightedCluster.ClusterWeight.Builder weight(String cluster, int weight) {
        return WeightedCluster.ClusterWeight.newBuilder().setName(cluster).setWeight(UInt32Value.of(weight));
    }

    private static Cluster cluster(String name) {
        return Fixtures.cluster(name);
    }

    /** Where the Pod is; this client insists on a locality and its weight. */
    private Message opened(GrpcPod pod, String cluster) {
        opened(pod);
        ClusterLoadAssignment.Builder assignment =
                Fixtures.endpoints(cluster, pod.address().ip(), pod.address().port()).toBuilder();
        assignment
                .getEndpointsBuilder(0)
                .setLocality(Locality.newBuilder().setRegion("tokyo"))
                .setLoadBalancingWeight(UInt32Value.of(1));
        return assignment.build();
    }

    private static Message moved(Message assignment, String cluster) {
        return ((ClusterLoadAssignment) assignment)
                .toBuilder().setClusterName(cluster).build();
    }

    private EnvoyDelivery delivery() {
        return hub.server.deliveries().of(TOKYO).getFirst();
    }

    private Standing standing() {
        return hub.server.deliveries().standing(TOKYO, ALL::contains);
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE + "; deliveries: "
                        + hub.server.deliveries().of(TOKYO));
            }
            Thread.sleep(5);
        }
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        toClose.add(closeable);
        return closeable;
    }
}
