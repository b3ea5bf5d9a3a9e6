package dev.convoy.xds;

import static dev.convoy.xds.Fixtures.OSAKA;
import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.resources;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.embedded.LoopbackBlock;
import dev.convoy.xds.delivery.EnvoyDelivery;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.stream.StreamLimits;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.service.cluster.v3.ClusterDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is let in, what a stream may cost, and what is left of it. Over real gRPC with mutual TLS. */
class XdsServerTest {
    private final LoopbackBlock block = LoopbackBlock.claim();
    private final Hub hub = new Hub(block.address());
    private final List<ManagedChannel> channels = new ArrayList<>();

    @AfterEach
    void closeAll() {
        channels.forEach(ManagedChannel::shutdownNow);
        hub.close();
        block.close();
    }

    @Test
    void aMemberGetsItsOwnGroupWhateverItsNodeClaims() throws Exception {
        hub.snapshots.publish(TOKYO, resources(cluster("of-tokyo")));
        hub.snapshots.publish(OSAKA, resources(cluster("of-osaka")));
        DeltaClient stream = stream(member("tokyo"));
        stream.ask("osaka/default");
        assertThat(stream.response().getResourcesList())
                .extracting(Resource::getName)
                .containsExactly("of-tokyo");
        assertThat(hub.server.deliveries().of(OSAKA)).isEmpty();
    }

    @Test
    void aCertificateThatNamesNobodyGetsNoStream() throws Exception {
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        DeltaClient stream = stream(hub.authority.client("spiffe://elsewhere/gateway/tokyo"));
        stream.ask("gw-1");
        assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(hub.server.openStreams()).isZero();
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefusedByTls() throws Exception {
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        DeltaClient stream = stream(new TestAuthority("stranger").client(Hub.IDENTITY + "tokyo"));
        stream.ask("gw-1");
        assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void withoutACertificateThereIsNoConnection() throws Exception {
        DeltaClient stream = stream((TestAuthority.@Nullable Identity) null);
        stream.ask("gw-1");
        assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void nothingIsSaidBeforeTheFirstPublication() throws Exception {
        DeltaClient stream = stream(member("tokyo"));
        stream.ask("gw-1");
        assertThat(stream.seen.poll(300, TimeUnit.MILLISECONDS)).isNull();
        hub.snapshots.publish(TOKYO, resources());
        assertThat(stream.response().getResourcesList()).isEmpty();
    }

    @Test
    void aRevokedIdentityIsCutAndMayNotReturn() throws Exception {
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        DeltaClient stream = stream(member("tokyo"));
        stream.ask("gw-1");
        stream.response();
        hub.identities = chain -> Optional.empty();
        hub.server.disconnect(peer -> peer.group().equals(TOKYO));
        assertThat(stream.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        DeltaClient again = new DeltaClient(channels.getFirst());
        again.ask("gw-1");
        assertThat(again.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void whoIsRevokedOnTheThresholdGetsNoStreamEither() throws Exception {
        var looks = new AtomicInteger();
        hub.identities = chain -> looks.incrementAndGet() == 1 ? Hub.BY_URI.identify(chain) : Optional.empty();
        DeltaClient stream = stream(member("tokyo"));
        stream.ask("gw-1");
        assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void newConnectionsUseTheRotatedKeys() throws Exception {
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        DeltaClient before = stream(member("tokyo"));
        before.ask("gw-1");
        before.response();
        TestAuthority next = new TestAuthority("next");
        hub.keys = new ServerKeys(
                hub.keys.key(), hub.keys.chain(), List.of(hub.authority.certificate(), next.certificate()));
        DeltaClient after = stream(next.client(Hub.IDENTITY + "tokyo"));
        after.ask("gw-2");
        after.response();
        assertThat(hub.server.deliveries().of(TOKYO)).hasSize(2);
    }

    @Test
    void theBookkeepingEndsWithTheStream() throws Exception {
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        for (int i = 0; i < 3; i++) {
            DeltaClient stream = stream(member("tokyo"));
            stream.ask("gw-1");
            stream.response();
            switch (i) {
                case 0 -> stream.requests.onCompleted();
                case 1 -> stream.requests.onError(new IllegalStateException("gone"));
                default -> channels.getLast().shutdownNow();
            }
        }
        await(() -> hub.server.openStreams() == 0
                && hub.server.deliveries().groups().isEmpty());
    }

    @Test
    void oneIdentityHasSoManyStreamsAndNoMore() throws Exception {
        hub.restart(config -> config.withLimits(new StreamLimits(10, 2, 10, 50, 1 << 20)));
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        List<DeltaClient> streams = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            streams.add(stream(member("tokyo")));
            streams.getLast().ask("gw-" + i);
            streams.getLast().response();
        }
        DeltaClient third = stream(member("tokyo"));
        third.ask("gw-3");
        assertThat(third.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        streams.getFirst().requests.onCompleted();
        await(() -> hub.server.openStreams() == 1);
        DeltaClient fourth = stream(member("tokyo"));
        fourth.ask("gw-4");
        fourth.response();
    }

    @Test
    void tooManyOrTooLongNamesEndTheStream() throws Exception {
        hub.restart(config -> config.withLimits(new StreamLimits(10, 10, 10, 50, 1 << 20)));
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        DeltaClient many = stream(member("tokyo"));
        DeltaDiscoveryRequest.Builder request =
                DeltaDiscoveryRequest.newBuilder().setTypeUrl(ResourceType.ROUTES.typeUrl());
        for (int i = 0; i < 11; i++) {
            request.addResourceNamesSubscribe("r" + i);
        }
        many.requests.onNext(request.build());
        assertThat(many.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        DeltaClient tooLong = stream(member("tokyo"));
        tooLong.requests.onNext(DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(ResourceType.ROUTES.typeUrl())
                .addResourceNamesSubscribe("r".repeat(51))
                .build());
        assertThat(tooLong.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        DeltaClient pompous = stream(member("tokyo"));
        pompous.ask("n".repeat(51));
        assertThat(pompous.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void anOldConnectionIsClosedSoThatNewCertificatesShow() throws Exception {
        hub.restart(config -> config.withConnectionAge(Duration.ofMillis(300), Duration.ofMillis(100)));
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        DeltaClient stream = stream(member("tokyo"));
        stream.ask("gw-1");
        stream.response();
        assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        await(() -> hub.server.openStreams() == 0
                && hub.server.deliveries().groups().isEmpty());
    }

    @Test
    void whoReadsNothingForTooLongIsCutOffAndTheOthersAreNot() throws Exception {
        hub.restart(config -> config.withStall(Duration.ofMillis(600)));
        Cluster[] many = new Cluster[40];
        for (int i = 0; i < many.length; i++) {
            many[i] = cluster("a" + i).toBuilder()
                    .setAltStatName("x".repeat(100_000))
                    .build();
        }
        hub.snapshots.publish(TOKYO, resources(many));
        DeltaClient healthy = stream(member("tokyo"));
        healthy.ask("healthy");
        DeltaClient stalled = new DeltaClient(channel(member("tokyo")), false);
        stalled.ask("stalled");
        await(() -> hub.server.openStreams() == 2);
        int clusters = 0;
        while (clusters < many.length) {
            DeltaDiscoveryResponse response = healthy.response();
            healthy.acknowledge(response);
            clusters += response.getResourcesCount();
        }
        await(() -> hub.server.openStreams() == 1);
        assertThat(hub.server.deliveries().of(TOKYO))
                .extracting(EnvoyDelivery::node)
                .containsExactly("healthy");
        hub.snapshots.publish(TOKYO, resources(cluster("b")));
        assertThat(healthy.response().getResourcesList())
                .extracting(Resource::getName)
                .containsExactly("b");
    }

    @Test
    void aTypeCanBeAskedForOnAStreamOfItsOwn() throws Exception {
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        ManagedChannel channel = channel(member("tokyo"));
        DeltaClient clusters = new DeltaClient(
                observer -> ClusterDiscoveryServiceGrpc.newStub(channel).deltaClusters(observer));
        clusters.requests.onNext(DeltaDiscoveryRequest.newBuilder()
                .addResourceNamesSubscribe("a")
                .addResourceNamesSubscribe("nobody")
                .build());
        assertThat(clusters.response().getResourcesList())
                .extracting(Resource::getName)
                .containsExactly("a");
        assertThat(clusters.response().getRemovedResourcesList()).containsExactly("nobody");
        clusters.requests.onCompleted();
        await(() -> hub.server.openStreams() == 0);
    }

    @Test
    void noServiceHasAnotherDoor() throws Exception {
        ManagedChannel channel = channel(hub.authority.client("spiffe://elsewhere/gateway/tokyo"));
        DeltaClient stranger = new DeltaClient(
                observer -> ClusterDiscoveryServiceGrpc.newStub(channel).deltaClusters(observer));
        stranger.ask("gw-1");
        assertThat(stranger.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void closingTheServerEndsTheStreamsWithAWord() throws Exception {
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        DeltaClient stream = stream(member("tokyo"));
        stream.ask("gw-1");
        stream.response();
        hub.stop();
        assertThat(stream.end().getDescription()).contains("shutting down");
    }

    @Test
    void aTypeThatIsNotServedIsLeftUnansweredAndHarmsNobody() throws Exception {
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        DeltaClient stream = stream(member("tokyo"));
        stream.requests.onNext(DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl("type.googleapis.com/no.such.Type")
                .addResourceNamesSubscribe("x")
                .setResponseNonce("17")
                .build());
        stream.ask("gw-1");
        assertThat(stream.response().getTypeUrl()).isEqualTo(ResourceType.CLUSTER.typeUrl());
    }

    @Test
    void aClientThatDoesNotReadHoldsUpNobodyAndPilesUpNothing() throws Exception {
        Cluster big =
                cluster("a").toBuilder().setAltStatName("x".repeat(100_000)).build();
        hub.snapshots.publish(TOKYO, resources(big));
        DeltaClient stalled = new DeltaClient(channel(member("tokyo")), false);
        stalled.ask("stalled");
        DeltaClient healthy = stream(member("tokyo"));
        healthy.ask("healthy");
        for (int i = 1; i <= 50; i++) {
            DeltaDiscoveryResponse response = healthy.response();
            healthy.acknowledge(response);
            // Each publication is another name, so that only the transport holds the stalled one back.
            hub.snapshots.publish(
                    TOKYO, resources(big.toBuilder().setName("a" + i).build()));
        }
        await(() -> hub.server.deliveries().connected(TOKYO) == 2);
        EnvoyDelivery slow = hub.server.deliveries().of(TOKYO).stream()
                .filter(delivery -> delivery.node().equals("stalled"))
                .findFirst()
                .orElseThrow();
        assertThat(slow.traffic().responses()).isLessThan(20);
    }

    private TestAuthority.Identity member(String name) {
        return hub.authority.client(Hub.IDENTITY + name);
    }

    private ManagedChannel channel(TestAuthority.@Nullable Identity client) throws Exception {
        SslContextBuilder tls = GrpcSslContexts.forClient().trustManager(hub.authority.certificate());
        if (client != null) {
            tls.keyManager(client.key(), client.certificate());
        }
        ManagedChannel channel = NettyChannelBuilder.forAddress(hub.address)
                .overrideAuthority(Hub.NAME)
                .sslContext(tls.build())
                .build();
        channels.add(channel);
        return channel;
    }

    private DeltaClient stream(TestAuthority.@Nullable Identity client) throws Exception {
        return new DeltaClient(channel(client));
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(5);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
