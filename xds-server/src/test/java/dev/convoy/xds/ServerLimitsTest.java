package dev.convoy.xds;

import static dev.convoy.xds.Fixtures.OSAKA;
import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.resources;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.xds.delivery.EnvoyDelivery;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.stream.StreamLimits;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a stream and a connection may cost, and what is left of them. Over real gRPC with mutual TLS. */
class ServerLimitsTest {
    @RegisterExtension
    final HubClients clients = new HubClients();

    private final Hub hub = clients.hub;

    @Test
    void theBookkeepingEndsWithTheStream() throws Exception {
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        for (int i = 0; i < 3; i++) {
            ManagedChannel channel = clients.channel(clients.member("tokyo"));
            DeltaClient stream = new DeltaClient(channel);
            stream.ask("gw-1");
            stream.response();
            switch (i) {
                case 0 -> stream.requests.onCompleted();
                case 1 -> stream.requests.onError(new IllegalStateException("gone"));
                default -> channel.shutdownNow();
            }
        }
        HubClients.await(() -> hub.server.openStreams() == 0
                && hub.server.deliveries().groups().isEmpty());
    }

    @Test
    void oneIdentityHasSoManyStreamsAndNoMore() throws Exception {
        hub.restart(config -> config.withLimits(new StreamLimits(10, 2, 10, 50, 1 << 20)));
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        List<DeltaClient> streams = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            streams.add(clients.stream(clients.member("tokyo")));
            streams.getLast().ask("gw-" + i);
            streams.getLast().response();
        }
        DeltaClient third = clients.stream(clients.member("tokyo"));
        third.ask("gw-3");
        assertThat(third.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        streams.getFirst().requests.onCompleted();
        HubClients.await(() -> hub.server.openStreams() == 1);
        DeltaClient fourth = clients.stream(clients.member("tokyo"));
        fourth.ask("gw-4");
        fourth.response();
    }

    @Test
    void theServerHasSoManyStreamsAndNoMoreWhoeverAsks() throws Exception {
        hub.restart(config -> config.withLimits(new StreamLimits(3, 2, 10, 50, 1 << 20)));
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        hub.snapshots.publish(OSAKA, resources(cluster("b")));
        List<DeltaClient> streams = new ArrayList<>();
        for (String member : List.of("tokyo", "tokyo", "osaka")) {
            streams.add(clients.stream(clients.member(member)));
            streams.getLast().ask("gw");
            streams.getLast().response();
        }
        DeltaClient fourth = clients.stream(clients.member("osaka"));
        fourth.ask("gw");
        Status status = fourth.end();
        assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(status.getDescription()).isEqualTo("the server holds 3 streams already");
        streams.getFirst().requests.onCompleted();
        HubClients.await(() -> hub.server.openStreams() == 2);
        DeltaClient fifth = clients.stream(clients.member("osaka"));
        fifth.ask("gw");
        fifth.response();
    }

    @Test
    void tooManyOrTooLongNamesEndTheStream() throws Exception {
        hub.restart(config -> config.withLimits(new StreamLimits(10, 10, 10, 50, 1 << 20)));
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        DeltaClient many = clients.stream(clients.member("tokyo"));
        DeltaDiscoveryRequest.Builder request =
                DeltaDiscoveryRequest.newBuilder().setTypeUrl(ResourceType.ROUTES.typeUrl());
        for (int i = 0; i < 11; i++) {
            request.addResourceNamesSubscribe("r" + i);
        }
        many.requests.onNext(request.build());
        assertThat(many.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        DeltaClient tooLong = clients.stream(clients.member("tokyo"));
        tooLong.requests.onNext(DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(ResourceType.ROUTES.typeUrl())
                .addResourceNamesSubscribe("r".repeat(51))
                .build());
        assertThat(tooLong.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        DeltaClient pompous = clients.stream(clients.member("tokyo"));
        pompous.ask("n".repeat(51));
        assertThat(pompous.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void anOldConnectionIsClosedSoThatNewCertificatesShow() throws Exception {
        hub.restart(config -> config.withConnectionAge(Duration.ofMillis(300), Duration.ofMillis(100)));
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        DeltaClient stream = clients.stream(clients.member("tokyo"));
        stream.ask("gw-1");
        assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        HubClients.await(() -> hub.server.openStreams() == 0
                && hub.server.deliveries().groups().isEmpty());
    }

    @Test
    void aConnectionWithoutACallIsClosed() throws Exception {
        hub.restart(config -> config.withConnectionIdle(Duration.ofSeconds(1)));
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        ManagedChannel busy = clients.channel(clients.member("tokyo"));
        DeltaClient stream = new DeltaClient(busy);
        stream.ask("gw-1");
        stream.response();
        ManagedChannel idle = clients.channel(clients.member("tokyo"));
        assertThat(idle.getState(true)).isEqualTo(ConnectivityState.IDLE);
        HubClients.await(() -> idle.getState(false) == ConnectivityState.READY);
        HubClients.await(() -> idle.getState(false) == ConnectivityState.IDLE);
        assertThat(busy.getState(false)).isEqualTo(ConnectivityState.READY);
        assertThat(hub.server.openStreams()).isOne();
    }

    @Test
    void whoReadsNothingForTooLongIsCutOffAndTheOthersAreNot() throws Exception {
        hub.restart(config -> config.withStall(Duration.ofSeconds(2)));
        Cluster[] many = muchToRead();
        hub.snapshots.publish(TOKYO, resources(many));
        DeltaClient healthy = clients.stream(clients.member("tokyo"));
        healthy.ask("healthy");
        DeltaClient stalled = new DeltaClient(clients.channel(clients.member("tokyo")), false);
        stalled.ask("stalled");
        HubClients.await(() -> hub.server.openStreams() == 2);
        int clusters = 0;
        while (clusters < many.length) {
            DeltaDiscoveryResponse response = healthy.response();
            healthy.acknowledge(response);
            clusters += response.getResourcesCount();
        }
        HubClients.await(() -> hub.server.openStreams() == 1);
        assertThat(hub.server.deliveries().of(TOKYO))
                .extracting(EnvoyDelivery::node)
                .containsExactly("healthy");
        hub.snapshots.publish(TOKYO, resources(cluster("b")));
        assertThat(healthy.response().getResourcesList())
                .extracting(Resource::getName)
                .containsExactly("b");
    }

    @Test
    void whoIsSlowToReadHearsWhyItsStreamEnded() throws Exception {
        DeltaClient slow = endedWhileItReadsNothing();
        ((ClientCallStreamObserver<?>) slow.requests).request(100);
        assertThat(slow.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        HubClients.await(() -> hub.server.openStreams() == 0);
    }

    @Test
    void whoReadsNothingIsCutOffEvenIfItsStreamHasEnded() throws Exception {
        hub.restart(config -> config.withStall(Duration.ofSeconds(2)));
        DeltaClient deaf = endedWhileItReadsNothing();
        HubClients.await(() -> hub.server.openStreams() == 0);
        ((ClientCallStreamObserver<?>) deaf.requests).request(100);
        assertThat(deaf.end().getCode()).isEqualTo(Status.Code.CANCELLED);
    }

    private DeltaClient endedWhileItReadsNothing() throws Exception {
        hub.snapshots.publish(TOKYO, resources(muchToRead()));
        DeltaClient deaf = new DeltaClient(clients.channel(clients.member("tokyo")), false);
        deaf.ask("deaf");
        HubClients.await(() -> hub.server.deliveries().of(TOKYO).stream()
                .anyMatch(
                        delivery -> delivery.traffic().bytes() > (1 << 20) + 50_000)); // more than fits into the window
        deaf.requests.onNext(DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(ResourceType.ROUTES.typeUrl())
                .addResourceNamesSubscribe("r".repeat(3_000))
                .build());
        HubClients.await(() -> hub.server.deliveries().connected(TOKYO) == 0);
        assertThat(hub.server.openStreams()).isOne();
        return deaf;
    }

    private static Cluster[] muchToRead() {
        Cluster[] many = new Cluster[40];
        for (int i = 0; i < many.length; i++) {
            many[i] = cluster("a" + i).toBuilder()
                    .setAltStatName("x".repeat(100_000))
                    .build();
        }
        return many;
    }

    @Test
    void compressedRequestsAreRefusedBeforeTheyGrow() throws Exception {
        ManagedChannel channel = clients.channel(clients.member("tokyo"));
        var client = new DeltaClient(responses -> AggregatedDiscoveryServiceGrpc.newStub(channel)
                .withCompression("gzip")
                .deltaAggregatedResources(responses));
        client.ask("small and much");
        assertThat(client.end().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void aClientMaySendNoMoreUnreadThanTheWindowOfHttp2() throws Exception {
        try (RawConnection connection =
                RawConnection.begun(RawConnection.tls(hub.authority, clients.member("tokyo")), hub.address)) {
            assertThat(connection.settings())
                    .containsKey((int) Http2CodecUtil.SETTINGS_MAX_CONCURRENT_STREAMS)
                    .satisfies(settings -> assertThat(settings.getOrDefault(
                                    (int) Http2CodecUtil.SETTINGS_INITIAL_WINDOW_SIZE,
                                    Http2CodecUtil.DEFAULT_WINDOW_SIZE))
                            .isEqualTo(65_535));
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsUpNobodyAndPilesUpNothing() throws Exception {
        Cluster big =
                cluster("a").toBuilder().setAltStatName("x".repeat(100_000)).build();
        hub.snapshots.publish(TOKYO, resources(big));
        DeltaClient stalled = new DeltaClient(clients.channel(clients.member("tokyo")), false);
        stalled.ask("stalled");
        DeltaClient healthy = clients.stream(clients.member("tokyo"));
        healthy.ask("healthy");
        for (int i = 1; i <= 50; i++) {
            DeltaDiscoveryResponse response = healthy.response();
            healthy.acknowledge(response);
            // Each publication is another name, so that only the transport holds the stalled one back.
            hub.snapshots.publish(
                    TOKYO, resources(big.toBuilder().setName("a" + i).build()));
        }
        HubClients.await(() -> hub.server.deliveries().connected(TOKYO) == 2);
        EnvoyDelivery slow = hub.server.deliveries().of(TOKYO).stream()
                .filter(delivery -> delivery.node().equals("stalled"))
                .findFirst()
                .orElseThrow();
        assertThat(slow.traffic().responses()).isLessThan(20);
    }
}
