package dev.convoy.xds;

import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.endpoints;
import static dev.convoy.xds.Fixtures.listener;
import static dev.convoy.xds.Fixtures.routes;
import static dev.convoy.xds.snapshot.ResourceType.CLUSTER;
import static dev.convoy.xds.snapshot.ResourceType.ENDPOINTS;
import static dev.convoy.xds.snapshot.ResourceType.LISTENER;
import static dev.convoy.xds.snapshot.ResourceType.ROUTES;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What Envoy takes of a response that it refuses, what it says about it, and what it remembers. */
class EnvoyRefusalsTest extends EnvoyFactsScene {
    private static final List<String> SIX = List.of("x1", "x2", "x3", "x4", "x5", "x6");

    /** Within six rounds each comes first, in whatever order Envoy takes them; by chance, within so many. */
    private static final int OFTEN = 30;

    /** 44a, 34, 51 */
    @Test
    void ofARefusedResponseTheGoodClustersAreTakenButNotRecorded() throws Exception {
        String refused = server.tell(
                CLUSTER,
                new TreeMap<>(Map.of("k1", cluster("k1"), "k2", withoutItsProvider("k2"), "k3", cluster("k3"))));
        assertThat(server.subscription(ENDPOINTS, "k1").getResourceNamesSubscribeList())
                .contains("k3")
                .doesNotContain("k2");
        server.tell(ENDPOINTS, Map.of("k1", alive("k1"), "k3", alive("k3")));
        assertThat(words(server.answer(CLUSTER, refused))).startsWith("Error adding/updating cluster(s) k2: ");

        server.cut();
        DeltaDiscoveryRequest back = server.next(CLUSTER);
        assertThat(back.getInitialResourceVersionsMap()).containsKey("a").doesNotContainKeys("k1", "k2", "k3");
        assertThat(back.getResourceNamesSubscribeList()).isEmpty();
        DeltaDiscoveryRequest endpoints = server.next(ENDPOINTS);
        assertThat(endpoints.getResourceNamesSubscribeList()).contains("a", "k1", "k3");
        assertThat(endpoints.getInitialResourceVersionsMap()).containsKeys("a", "k1", "k3");
        assertThat(server.next(LISTENER).getInitialResourceVersionsMap()).containsKey("front");
        assertThat(server.next(ROUTES).getInitialResourceVersionsMap()).containsKey("main");

        String again = server.tell(CLUSTER, Map.of("k1", cluster("k1"), "k3", cluster("k3")));
        assertAcknowledged(server.answer(CLUSTER, again));
        server.cut();
        assertThat(server.next(CLUSTER).getInitialResourceVersionsMap())
                .as("what was sent again without the bad one is recorded")
                .containsKeys("a", "k1", "k3");
        server.next(ENDPOINTS);
        assertThat(get(gateway)).isEqualTo(200);
    }

    /** 44b */
    @Test
    void ofAResponseThatBreaksARuleOfTheProtoNothingIsTaken() throws Exception {
        Cluster impatient = cluster("p2").toBuilder()
                .setConnectTimeout(Duration.getDefaultInstance())
                .build();
        String nonce = server.tell(CLUSTER, new TreeMap<>(Map.of("p1", cluster("p1"), "p2", impatient)));
        assertThat(words(server.answer(CLUSTER, nonce))).contains("name: \"p2\"", "ConnectTimeout");
        assertThat(server.isSilent(
                        ENDPOINTS,
                        request -> request.getResourceNamesSubscribeList().contains("p1")))
                .isTrue();
    }

    /** 44c */
    @Test
    void ofRefusedListenersTheGoodOnesListenButAreNotRecorded() throws Exception {
        String good = block.address();
        String nonce = server.tell(
                LISTENER,
                new TreeMap<>(
                        Map.of("l1", listener("l1", "main", good, port), "l2", listener("l2", "main", gateway, port))));
        assertThat(words(server.answer(LISTENER, nonce)))
                .startsWith("Error adding/updating listener(s) l2: ")
                .contains("duplicate address");
        assertThat(get(good)).isEqualTo(200);

        server.cut();
        assertThat(server.next(LISTENER).getInitialResourceVersionsMap()).containsOnlyKeys("front");
        assertThat(get(good)).isEqualTo(200);
        String again = server.tell(LISTENER, Map.of("l1", listener("l1", "main", good, port)));
        assertAcknowledged(server.answer(LISTENER, again));
        server.cut();
        assertThat(server.next(LISTENER).getInitialResourceVersionsMap()).containsOnlyKeys("front", "l1");
        server.answer(LISTENER, server.tell(LISTENER, Map.of(), "l1"));
    }

    /** 44d */
    @Test
    void whereAnAssignmentBreaksARuleOfTheProtoItIsDumpedAndNothingIsTaken() throws Exception {
        String added = server.tell(CLUSTER, Map.of("d", cluster("d")));
        server.tell(ENDPOINTS, Map.of("d", alive("d")));
        assertAcknowledged(server.answer(CLUSTER, added));
        ClusterLoadAssignment.Builder far = alive("a").toBuilder();
        far.getEndpointsBuilder(0).setPriority(200);
        String tooFar =
                server.tell(ENDPOINTS, new TreeMap<>(Map.of("a", far.build(), "d", endpoints("d", gateway, 10_000))));
        assertThat(words(server.answer(ENDPOINTS, tooFar))).contains("cluster_name: \"a\"");
        assertThat(envoy.admin().get("/clusters"))
                .contains("d::" + gateway + ":")
                .doesNotContain(":10000:");
        assertThat(get(gateway)).as("with those of before").isEqualTo(200);
        server.answer(CLUSTER, server.tell(CLUSTER, Map.of(), "d"));
    }

    /** 44e */
    @Test
    void oneOfSeveralBadAssignmentsIsNamedAndAnyOfTheOthersMayBeTaken() throws Exception {
        String added = server.tell(CLUSTER, six(Fixtures::cluster));
        server.tell(ENDPOINTS, six(this::alive));
        assertAcknowledged(server.answer(CLUSTER, added));
        boolean someTaken = false;
        boolean someLeft = false;
        for (int round = 0; !(someTaken && someLeft); round++) {
            assertThat(round).isLessThan(OFTEN);
            List<String> bad = List.of(SIX.get(round % 6), SIX.get((round + 1) % 6));
            int mark = 20_000 + round;
            String nonce = server.tell(
                    ENDPOINTS, six(name -> endpoints(bad.contains(name) ? "somebody-else" : name, gateway, mark)));
            String words = words(server.answer(ENDPOINTS, nonce));
            assertThat(bad).filteredOn(words::contains).as(words).hasSize(1);
            assertThat(words).contains("Unexpected EDS cluster (expecting x");
            String clusters = envoy.admin().get("/clusters");
            List<String> taken = SIX.stream()
                    .filter(name -> clusters.contains(name + "::" + gateway + ":" + mark + "::"))
                    .toList();
            assertThat(taken).doesNotContainAnyElementsOf(bad);
            someTaken |= !taken.isEmpty();
            someLeft |= taken.size() < 4;
        }
        server.answer(CLUSTER, server.tell(CLUSTER, Map.of(), SIX.toArray(String[]::new)));
    }

    /** 44f */
    @Test
    void noneOfTheRoutesIsNamedAndAnyOfTheGoodOnesMayBeTaken() throws Exception {
        String added = server.tell(LISTENER, six(name -> listener(name, name, block.address(), port)));
        assertAcknowledged(server.answer(LISTENER, added));
        assertAcknowledged(server.answer(ROUTES, server.tell(ROUTES, six(name -> routes(name, "a")))));
        boolean someTaken = false;
        boolean someLeft = false;
        for (int round = 0; !(someTaken && someLeft); round++) {
            assertThat(round).isLessThan(OFTEN);
            String bad = SIX.get(round % 6);
            String mark = "-in-round-" + round;
            String nonce = server.tell(
                    ROUTES,
                    six(name -> name.equals(bad)
                            ? RealEnvoyScene.withBadExpression(routes(name, name + mark))
                            : routes(name, name + mark)));
            assertThat(words(server.answer(ROUTES, nonce)))
                    .contains("missing )")
                    .doesNotContain(SIX);
            String dump = envoy.admin().configDump();
            List<String> taken = SIX.stream()
                    .filter(name -> dump.contains("\"" + name + mark + "\""))
                    .toList();
            assertThat(taken).doesNotContain(bad);
            someTaken |= !taken.isEmpty();
            someLeft |= taken.size() < 5;
        }
        server.answer(LISTENER, server.tell(LISTENER, Map.of(), SIX.toArray(String[]::new)));
        assertThat(get(gateway)).isEqualTo(200);
    }

    private static <T extends Message> Map<String, T> six(Function<String, T> resource) {
        return SIX.stream().collect(Collectors.toMap(Function.identity(), resource));
    }

    private static Cluster withoutItsProvider(String name) {
        return cluster(name).toBuilder()
                .setLbPolicy(Cluster.LbPolicy.CLUSTER_PROVIDED)
                .build();
    }
}
