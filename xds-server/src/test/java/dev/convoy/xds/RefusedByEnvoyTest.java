package dev.convoy.xds;

import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.listener;
import static dev.convoy.xds.Fixtures.routes;
import static dev.convoy.xds.Fixtures.scope;
import static dev.convoy.xds.Fixtures.scopedListener;
import static dev.convoy.xds.Fixtures.secret;
import static dev.convoy.xds.Fixtures.secureListener;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import dev.convoy.embedded.EnvoyAdmin;
import dev.convoy.embedded.EnvoyProcess;
import dev.convoy.xds.delivery.Refusal;
import dev.convoy.xds.delivery.Standing;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.translate.Bootstrap;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a real Envoy refuses costs one response, and nobody else's configuration. */
class RefusedByEnvoyTest extends RealEnvoyScene {
    /** What Envoy counts of each type: what it was sent and took, and what it refused. */
    private static final String ATTEMPTS =
            "(cds|lds|rds\\.main|cluster\\.a|sds\\.cert|scoped_rds\\.scoped)\\.update_(attempt|rejected|success)$";

    @ParameterizedTest
    @EnumSource
    void aRefusalOfEachTypeCostsOneResponseAndNoLoop(Bootstrap.Protocol protocol) throws Exception {
        Message a = backend("a");
        TestAuthority.Identity identity = hub.authority.server("a.test");
        String anotherKey = hub.authority.server("b.test").keyPem();
        String secured = block.address();
        Message secure = secureListener("secure", "main", "cert", secured, port);
        Message scoped = scopedListener("scoped", block.address(), port);
        publish(
                cluster("a"),
                a,
                routes("main", "a"),
                front(),
                secure,
                scoped,
                secret("cert", identity.certificatePem(), identity.keyPem()),
                scope("first", "key", "main"));
        EnvoyAdmin admin = envoy(protocol).admin();
        awaitAllAcknowledged();
        Map<ResourceType, Long> expected = responses();
        publish(
                cluster("a"),
                impossible("bad"),
                tooFar(a),
                withBadExpression(routes("main", "a")),
                front(),
                secure,
                scoped,
                listener("twin", "main", gateway, port),
                secret("cert", identity.certificatePem(), anotherKey),
                scope("first", "key", "main"),
                scope("second", "key", "main"));
        await(() -> refusals() == ResourceType.values().length);
        awaitSilence(() -> admin.stats(ATTEMPTS));
        Map<String, Long> counted = admin.stats(ATTEMPTS);
        var before = delivery().traffic();
        Thread.sleep(3_000);
        assertThat(admin.stats(ATTEMPTS))
                .as("requests and responses of three seconds")
                .isEqualTo(counted);
        assertThat(delivery().traffic()).isEqualTo(before);
        assertThat(counted.entrySet().stream()
                        .filter(entry -> entry.getKey().endsWith("rejected"))
                        .map(Map.Entry::getValue))
                .as("%s", counted)
                .containsExactly(1L, 1L, 1L, 1L, 1L, 1L);
        for (ResourceType type : ResourceType.values()) {
            assertThat(delivery().of(type).traffic().refusals()).as("%s", type).isEqualTo(1);
            expected.merge(type, type == ResourceType.ENDPOINTS ? 2L : 1L, Long::sum);
        }
        assertThat(responses())
                .as("one more of each type, and of endpoints the good ones of before once more")
                .isEqualTo(expected);
        assertThat(refusedNames(ResourceType.SCOPES, "first", "second")).containsExactly("second");
        assertThat(refusedNames(ResourceType.SECRET, "cert")).containsExactly("cert");
        assertThat(get()).isEqualTo("200 a");
        assertThat(RawConnection.presentedAt(secured, port, hub.authority)).isEqualTo(identity.certificate());
    }

    @ParameterizedTest
    @EnumSource
    void aClusterThatBreaksARuleOfTheProtoHoldsUpNoOther(Bootstrap.Protocol protocol) throws Exception {
        publish(cluster("a"), backend("a"), routes("main", "a"), front());
        envoy(protocol);
        awaitAcknowledged(ALL);
        Cluster impatient = cluster("bad").toBuilder()
                .setConnectTimeout(Duration.getDefaultInstance())
                .build();
        publish(cluster("a"), cluster("b"), impatient, backend("b"), routes("main", "b"), front());
        await(() -> get().equals("200 b"));
        assertThat(refusedNames(ResourceType.CLUSTER, "a", "b", "bad")).containsExactly("bad");
    }

    @ParameterizedTest
    @EnumSource
    void aBadListenerHoldsUpNoOther(Bootstrap.Protocol protocol) throws Exception {
        publish(cluster("a"), backend("a"), routes("main", "a"), front());
        envoy(protocol);
        awaitAcknowledged(ALL);
        publish(
                cluster("a"),
                backend("a"),
                routes("main", "a"),
                front(),
                listener("twin", "main", gateway, port),
                listener("other", "main", block.address(), port));
        awaitAcknowledged(Set.of(new ResourceKey(ResourceType.LISTENER, "other")));
        assertThat(refusedNames(ResourceType.LISTENER, "front", "twin", "other"))
                .containsExactly("twin");
    }

    @ParameterizedTest
    @EnumSource
    void aNewClusterWhoseEndpointsAreRefusedHoldsUpNoOther(Bootstrap.Protocol protocol) throws Exception {
        publish(cluster("a"), backend("a"), routes("main", "a"), front());
        envoy(protocol);
        awaitAcknowledged(ALL);
        long start = System.nanoTime();
        publish(
                cluster("a"),
                cluster("b"),
                cluster("c"),
                tooFar(backend("b")),
                backend("c"),
                routes("main", "c"),
                front());
        await(() -> get().equals("200 c"));
        assertThat(java.time.Duration.ofNanos(System.nanoTime() - start))
                .as("Envoy would wait 15 s for endpoints")
                .isLessThan(java.time.Duration.ofSeconds(10));
        assertThat(refusedNames(ResourceType.ENDPOINTS, "b", "c")).containsExactly("b");
    }

    @ParameterizedTest
    @EnumSource
    void whatWasTakenOfARefusedResponseIsNotLeftBehind(Bootstrap.Protocol protocol) throws Exception {
        Message a = backend("a");
        publish(cluster("a"), a, routes("main", "a"), front());
        EnvoyProcess envoy = envoy(protocol);
        awaitAcknowledged(ALL);
        publish(cluster("a"), cluster("b"), impossible("bad"), a, backend("b"), routes("main", "a"), front());
        awaitAcknowledged(Set.of(new ResourceKey(ResourceType.CLUSTER, "b")));
        hub.restart();
        publish(cluster("a"), a, routes("main", "a"), front());
        awaitAcknowledged(ALL);
        await(() -> envoy.admin().stat("cluster_manager.active_clusters") == 2); // the hub, a
    }

    private long refusals() {
        return hub.server.deliveries().of(Fixtures.TOKYO).stream()
                .mapToLong(delivery -> delivery.traffic().refusals())
                .sum();
    }

    private Map<ResourceType, Long> responses() {
        var responses = new EnumMap<ResourceType, Long>(ResourceType.class);
        delivery()
                .types()
                .forEach((type, told) -> responses.put(type, told.traffic().responses()));
        return responses;
    }

    private Set<String> refusedNames(ResourceType type, String... names) throws InterruptedException {
        Set<ResourceKey> keys =
                Stream.of(names).map(name -> new ResourceKey(type, name)).collect(Collectors.toSet());
        await(() -> standing(keys) instanceof Standing.Refused);
        return ((Standing.Refused) standing(keys))
                .refusals().stream().map(Refusal::key).map(ResourceKey::name).collect(Collectors.toSet());
    }

    private static Cluster impossible(String name) {
        return cluster(name).toBuilder()
                .setLbPolicy(Cluster.LbPolicy.CLUSTER_PROVIDED)
                .build();
    }

    private static ClusterLoadAssignment tooFar(Message good) {
        ClusterLoadAssignment.Builder bad = ((ClusterLoadAssignment) good).toBuilder();
        bad.getEndpointsBuilder(0).setPriority(200);
        return bad.build();
    }
}
