package dev.convoy.xds;

import static dev.convoy.xds.Fixtures.OSAKA;
import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.listener;
import static dev.convoy.xds.Fixtures.resources;
import static dev.convoy.xds.Fixtures.routes;
import static dev.convoy.xds.snapshot.ResourceType.CLUSTER;
import static dev.convoy.xds.snapshot.ResourceType.LISTENER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.xds.delivery.Standing;
import dev.convoy.xds.delivery.TrackRecord;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import io.envoyproxy.envoy.service.cluster.v3.ClusterDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is let in, and to what. Over real gRPC with mutual TLS. */
class XdsServerTest {
    @RegisterExtension
    final HubClients clients = new HubClients();

    private final Hub hub = clients.hub;

    @Test
    void aMemberGetsItsOwnGroupWhateverItsNodeClaims() throws Exception {
        hub.snapshots.publish(TOKYO, resources(cluster("of-tokyo")));
        hub.snapshots.publish(OSAKA, resources(cluster("of-osaka")));
        DeltaClient stream = clients.stream(clients.member("tokyo"));
        stream.ask("osaka/default");
        assertThat(stream.response().getResourcesList())
                .extracting(Resource::getName)
                .containsExactly("of-tokyo");
        assertThat(hub.server.deliveries().of(OSAKA)).isEmpty();
    }

    @Test
    void aStartAtAnAddressThatIsTakenLeavesNothingRunning() throws Exception {
        long before = HubClients.serverThreads();
        assertThatThrownBy(() ->
                        XdsServer.start(XdsServerConfig.at(hub.address), () -> hub.keys, hub.identities, hub.snapshots))
                .isInstanceOf(IOException.class);
        HubClients.await(() -> HubClients.serverThreads() <= before);
    }

    @Test
    void aCertificateThatNamesNobodyGetsNoStream() throws Exception {
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        DeltaClient stream = clients.stream(hub.authority.client("spiffe://elsewhere/gateway/tokyo"));
        stream.ask("gw-1");
        assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(hub.server.openStreams()).isZero();
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefusedByTls() throws Exception {
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        DeltaClient stream = clients.stream(new TestAuthority("stranger").client(Hub.IDENTITY + "tokyo"));
        stream.ask("gw-1");
        assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void withoutACertificateThereIsNoConnection() throws Exception {
        DeltaClient stream = clients.stream((TestAuthority.@Nullable Identity) null);
        stream.ask("gw-1");
        assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void whatWentWhileNobodyWasThereIsNoLongerRemembered() throws Exception {
        TrackRecord record = hub.server.deliveries().record(TOKYO);
        ResourceKey stays = new ResourceKey(ResourceType.CLUSTER, "a");
        ResourceKey goes = new ResourceKey(ResourceType.CLUSTER, "b");
        hub.snapshots.publish(TOKYO, resources(cluster("a"), cluster("b")));
        DeltaClient stream = clients.stream(clients.member("tokyo"));
        stream.ask("gw-1");
        stream.acknowledge(stream.response());
        HubClients.await(() -> record.lastGood(goes) != null);
        stream.requests.onCompleted();
        HubClients.await(() -> hub.server.openStreams() == 0);
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        DeltaClient next = clients.stream(clients.member("tokyo"));
        next.ask("gw-1");
        next.response();
        assertThat(record.lastGood(goes)).isNull();
        assertThat(record.lastGood(stays)).isNotNull();
    }

    /** It hears nothing, so it answers nothing, and yet what it has counts from here on. */
    @Test
    void whoComesBackWithEverythingIsToldOf() throws Exception {
        hub.snapshots.publish(
                TOKYO, resources(cluster("a"), routes("main", "a"), listener("front", "main", "127.0.0.1", 80)));
        String version = Objects.requireNonNull(
                        hub.snapshots.of(TOKYO).newest().snapshot().get(LISTENER, "front"))
                .version();
        DeltaClient stream = clients.stream(clients.member("tokyo"));
        stream.ask("gw-1");
        stream.acknowledge(stream.response());
        HubClients.await(() -> isAcknowledged(CLUSTER));
        assertThat(isAcknowledged(LISTENER)).isFalse();
        var told = new Semaphore(0);
        hub.server.deliveries().onChange(_ -> told.release(isAcknowledged(LISTENER) ? 1 : 0));
        stream.requests.onNext(DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(LISTENER.typeUrl())
                .putInitialResourceVersions("front", version)
                .build());
        assertThat(told.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        assertThat(stream.seen).isEmpty();
    }

    private boolean isAcknowledged(ResourceType type) {
        return hub.server.deliveries().standing(TOKYO, key -> key.type() == type) instanceof Standing.Acknowledged;
    }

    @Test
    void nothingIsSaidBeforeTheFirstPublication() throws Exception {
        DeltaClient stream = clients.stream(clients.member("tokyo"));
        stream.ask("gw-1");
        assertThat(stream.seen.poll(300, TimeUnit.MILLISECONDS)).isNull();
        hub.snapshots.publish(TOKYO, resources());
        assertThat(stream.response().getResourcesList()).isEmpty();
    }

    @Test
    void aRevokedIdentityIsCutAndMayNotReturn() throws Exception {
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        ManagedChannel channel = clients.channel(clients.member("tokyo"));
        DeltaClient stream = new DeltaClient(channel);
        stream.ask("gw-1");
        stream.response();
        hub.identities = chain -> Optional.empty();
        hub.server.disconnect(peer -> peer.group().equals(TOKYO));
        assertThat(stream.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        DeltaClient again = new DeltaClient(channel);
        again.ask("gw-1");
        assertThat(again.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void whoIsRevokedOnTheThresholdGetsNoStreamEither() throws Exception {
        var looks = new AtomicInteger();
        hub.identities = chain -> looks.incrementAndGet() == 1 ? Hub.BY_URI.identify(chain) : Optional.empty();
        DeltaClient stream = clients.stream(clients.member("tokyo"));
        stream.ask("gw-1");
        assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void newConnectionsUseTheRotatedKeys() throws Exception {
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        DeltaClient before = clients.stream(clients.member("tokyo"));
        before.ask("gw-1");
        before.response();
        TestAuthority next = new TestAuthority("next");
        hub.keys = new ServerKeys(
                hub.keys.key(), hub.keys.chain(), List.of(hub.authority.certificate(), next.certificate()));
        DeltaClient after = clients.stream(next.client(Hub.IDENTITY + "tokyo"));
        after.ask("gw-2");
        after.response();
        assertThat(hub.server.deliveries().of(TOKYO)).hasSize(2);
    }

    @Test
    void aTypeCanBeAskedForOnAStreamOfItsOwn() throws Exception {
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        ManagedChannel channel = clients.channel(clients.member("tokyo"));
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
        HubClients.await(() -> hub.server.openStreams() == 0);
    }

    @Test
    void noServiceHasAnotherDoor() throws Exception {
        ManagedChannel channel = clients.channel(hub.authority.client("spiffe://elsewhere/gateway/tokyo"));
        DeltaClient stranger = new DeltaClient(
                observer -> ClusterDiscoveryServiceGrpc.newStub(channel).deltaClusters(observer));
        stranger.ask("gw-1");
        assertThat(stranger.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aTypeThatIsNotServedIsLeftUnansweredAndHarmsNobody() throws Exception {
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        DeltaClient stream = clients.stream(clients.member("tokyo"));
        stream.requests.onNext(DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl("type.googleapis.com/no.such.Type")
                .addResourceNamesSubscribe("x")
                .setResponseNonce("17")
                .build());
        stream.ask("gw-1");
        assertThat(stream.response().getTypeUrl()).isEqualTo(ResourceType.CLUSTER.typeUrl());
    }
}
