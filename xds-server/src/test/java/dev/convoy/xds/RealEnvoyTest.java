package dev.convoy.xds;

import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.routes;
import static dev.convoy.xds.Fixtures.scope;
import static dev.convoy.xds.Fixtures.scopedListener;
import static dev.convoy.xds.Fixtures.secret;
import static dev.convoy.xds.Fixtures.secureListener;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.convoy.embedded.EnvoyProcess;
import dev.convoy.xds.delivery.Refusal;
import dev.convoy.xds.delivery.Standing;
import dev.convoy.xds.delivery.Traffic;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.translate.Bootstrap;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a real Envoy makes of it, in delta and in state of the world. */
class RealEnvoyTest extends RealEnvoyScene {
    @ParameterizedTest
    @EnumSource
    void takesWhatIsPublishedAndServesIt(Bootstrap.Protocol protocol) throws Exception {
        publish(cluster("a"), backend("a"), routes("main", "a"), front());
        envoy(protocol);
        awaitAcknowledged(ALL);
        assertThat(get()).isEqualTo("200 a");
        assertThat(delivery().node()).isEqualTo("gw-1");
    }

    @ParameterizedTest
    @EnumSource
    void isReadyAtOnceWhereNothingIsPublishedForIt(Bootstrap.Protocol protocol) throws Exception {
        publish();
        long start = System.nanoTime();
        envoy(protocol);
        // Without an answer about clusters it would ask for listeners after 15 s.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @EnumSource
    void aRequestOutlivesTheClusterThatItWasSentTo(Bootstrap.Protocol protocol) throws Exception {
        var mayAnswer = new CompletableFuture<Void>();
        publish(cluster("a"), backend("a", mayAnswer), routes("main", "a"), front());
        envoy(protocol);
        awaitAcknowledged(ALL);
        CompletableFuture<String> slow = CompletableFuture.supplyAsync(this::get);
        await(() -> arrived.get() == 1);
        publish(cluster("b"), backend("b"), routes("main", "b"), front());
        await(() -> delivery().of(ResourceType.CLUSTER).resources().keySet().equals(Set.of("b")));
        assertThat(slow).as("still on its way").isNotDone();
        mayAnswer.complete(null);
        assertThat(slow.get()).isEqualTo("200 a");
    }

    @ParameterizedTest
    @EnumSource
    void refusesOneResponseOnceAndKeepsTheLastGoodOne(Bootstrap.Protocol protocol) throws Exception {
        Message backend = backend("a");
        publish(cluster("a"), backend, routes("main", "a"), front());
        envoy(protocol);
        awaitAcknowledged(ALL);
        publish(cluster("a"), backend, withBadExpression(routes("main", "a")), front());
        await(() -> standing(ALL) instanceof Standing.Refused);
        Thread.sleep(500);
        Traffic traffic = delivery().of(ResourceType.ROUTES).traffic();
        assertThat(traffic.refusals()).isEqualTo(1);
        assertThat(traffic.responses()).isEqualTo(2);
        assertThat(((Standing.Refused) standing(ALL)).refusals())
                .singleElement()
                .extracting(Refusal::words)
                .asString()
                .contains("missing )");
        assertThat(get()).isEqualTo("200 a");

        publish(cluster("a"), cluster("b"), backend, backend("b"), routes("main", "b"), front());
        await(() -> get().equals("200 b"));
        awaitAcknowledged(ALL);
    }

    @ParameterizedTest
    @EnumSource
    void oneBadClusterDoesNotHoldUpTheOthers(Bootstrap.Protocol protocol) throws Exception {
        publish(cluster("a"), backend("a"), routes("main", "a"), front());
        envoy(protocol);
        awaitAcknowledged(ALL);
        Cluster bad = cluster("bad").toBuilder()
                .setLbPolicy(Cluster.LbPolicy.CLUSTER_PROVIDED)
                .build();
        publish(cluster("a"), cluster("b"), cluster("c"), bad, backend("b"), routes("main", "b"), front());
        await(() -> get().equals("200 b"));
        ResourceKey badKey = new ResourceKey(ResourceType.CLUSTER, "bad");
        assertThat(standing(Set.of(badKey)))
                .isInstanceOfSatisfying(
                        Standing.Refused.class,
                        refused -> assertThat(refused.refusals())
                                .extracting(Refusal::key)
                                .containsExactly(badKey));
        awaitAcknowledged(Set.of(new ResourceKey(ResourceType.CLUSTER, "c")));
        assertThat(delivery().of(ResourceType.CLUSTER).traffic().refusals()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aRestartedServerSendsNothingAgain(Bootstrap.Protocol protocol) throws Exception {
        TestAuthority.Identity identity = hub.authority.server("a.test");
        Message[] published = {
            cluster("a"),
            cluster("b"),
            backend("a"),
            routes("main", "a"),
            front(),
            secureListener("secure", "main", "cert", block.address(), port),
            secret("cert", identity.certificatePem(), identity.keyPem()),
            scopedListener("scoped", block.address(), port),
            scope("first", "key", "main")
        };
        publish(published);
        envoy(protocol);
        awaitAllAcknowledged();
        hub.restart();
        Thread.sleep(200);
        publish(published);
        awaitAllAcknowledged();
        Thread.sleep(300);
        assertThat(delivery().types()).as("asked for").containsOnlyKeys(ResourceType.values());
        assertThat(delivery().traffic()).isEqualTo(Traffic.NONE);
        assertThat(get()).isEqualTo("200 a");
    }

    @ParameterizedTest
    @EnumSource
    void aRestartedServerSendsOnlyWhatChangedMeanwhile(Bootstrap.Protocol protocol) throws Exception {
        Message backend = backend("a");
        publish(cluster("a"), cluster("b"), backend, routes("main", "a"), front());
        EnvoyProcess envoy = envoy(protocol);
        awaitAcknowledged(ALL);
        hub.restart();
        publish(cluster("a"), cluster("c"), backend, routes("main", "a"), front());
        awaitAcknowledged(ALL);
        await(() -> envoy.admin().stat("cluster_manager.active_clusters") == 3); // the hub, a, c
        assertThat(envoy.admin().configDump()).doesNotContain("\"name\": \"b\"");
    }

    @ParameterizedTest
    @EnumSource
    void aChangedClusterIsWarmAtOnce(Bootstrap.Protocol protocol) throws Exception {
        Message backend = backend("a");
        publish(cluster("a"), backend, routes("main", "a"), front());
        envoy(protocol);
        awaitAcknowledged(ALL);
        for (int seconds = 2; seconds < 6; seconds++) {
            long start = System.nanoTime();
            publish(cluster("a", seconds), backend, routes("main", "a"), front());
            awaitAcknowledged(ALL);
            // Without its assignment it would warm for 15 s.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }
}
