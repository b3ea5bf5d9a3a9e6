package dev.convoy.xds;

import static dev.convoy.xds.Fixtures.TOKYO;
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
import com.sun.net.httpserver.HttpServer;
import dev.convoy.embedded.EnvoyProcess;
import dev.convoy.embedded.LoopbackBlock;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.translate.Bootstrap;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Convoy takes for granted of Envoy, each by itself: one real Envoy, and a server that says just what the case needs, right or
 * wrong. Where one of these fails after an update of Envoy, the code that relies on it is to be thought over. The numbers are those of
 * the table in {@code docs/decisions/envoy-as-it-is.md}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnvoyFactsTest {
    private final LoopbackBlock block = LoopbackBlock.claim();
    private final ScriptedServer server = new ScriptedServer(block.address());
    private final HttpClient client = HttpClient.newHttpClient();
    private final String gateway = block.address();
    private final int port = LoopbackBlock.freePort(gateway);
    private HttpServer backend;
    private EnvoyProcess envoy;
    private List<ResourceType> orderAtStart;
    private DeltaDiscoveryRequest firstRequest;
    private boolean listenersAskedBeforeClustersWereWarm;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        backend = HttpServer.create(new InetSocketAddress(gateway, 0), 0);
        backend.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        backend.start();
        envoy = Hub.envoy(
                server.authority, server.address(), folder, TOKYO, Bootstrap.Protocol.DELTA, UnaryOperator.identity());
        firstRequest = server.next(CLUSTER);
        server.tell(CLUSTER, Map.of("a", cluster("a")));
        server.next(ENDPOINTS);
        listenersAskedBeforeClustersWereWarm = !server.isSilent(LISTENER, _ -> true);
        server.tell(ENDPOINTS, Map.of("a", alive("a")));
        server.next(LISTENER);
        server.tell(LISTENER, Map.of("front", listener("front", "main", gateway, port)));
        server.next(ROUTES);
        server.answer(ROUTES, server.tell(ROUTES, Map.of("main", routes("main", "a"))));
        envoy.awaitReady(java.time.Duration.ofSeconds(20));
        orderAtStart = List.copyOf(server.order);
        assertThat(get(port)).isEqualTo(200);
    }

    @AfterAll
    void stop() throws Exception {
        envoy.close();
        backend.stop(0);
        server.close();
        client.close();
        block.close();
    }

    /** 33, 35 */
    @Test
    void itNamesNoClustersToHaveAllAndAsksForListenersOnceThoseAreWarm() {
        assertThat(firstRequest.getResourceNamesSubscribeList()).isEmpty();
        assertThat(orderAtStart).containsExactly(CLUSTER, ENDPOINTS, LISTENER, ROUTES);
        assertThat(listenersAskedBeforeClustersWereWarm).isFalse();
    }

    /** 37 */
    @Test
    void aClusterIsAcknowledgedOnceItsEndpointsAreThere() throws Exception {
        String nonce = server.tell(CLUSTER, Map.of("c37", cluster("c37")));
        server.subscription(ENDPOINTS, "c37");
        assertUnanswered(nonce);
        server.tell(ENDPOINTS, Map.of("c37", alive("c37")));
        assertAcknowledged(server.answer(CLUSTER, nonce));
    }

    /** 38, 39 */
    @Test
    void aClusterWithoutAnswerHoldsUpTheAcknowledgementsOfOthersUntilItIsRemoved() throws Exception {
        String stuck = server.tell(CLUSTER, Map.of("c38", cluster("c38")));
        String other = server.tell(CLUSTER, Map.of("c39", cluster("c39")));
        server.tell(ENDPOINTS, Map.of("c39", alive("c39")));
        assertUnanswered(other);
        server.tell(CLUSTER, Map.of(), "c38");
        assertAcknowledged(server.answer(CLUSTER, stuck));
        assertAcknowledged(server.answer(CLUSTER, other));
    }

    /** 40 */
    @Test
    void endpointsThatComeBeforeTheirClusterAreAcknowledgedAndDropped() throws Exception {
        assertAcknowledged(server.answer(ENDPOINTS, server.tell(ENDPOINTS, Map.of("c40", alive("c40")))));
        String nonce = server.tell(CLUSTER, Map.of("c40", cluster("c40")));
        server.subscription(ENDPOINTS, "c40");
        assertUnanswered(nonce);
        server.tell(ENDPOINTS, Map.of("c40", alive("c40")));
        assertAcknowledged(server.answer(CLUSTER, nonce));
    }

    /** 36, 41 */
    @Test
    void aClusterItsEndpointsAndRoutesToItMayComeInOneBurst() throws Exception {
        String nonce = server.tell(CLUSTER, Map.of("c41", cluster("c41")));
        server.tell(ENDPOINTS, Map.of("c41", alive("c41")));
        String after = server.tell(ROUTES, Map.of("main", routes("main", "c41")));
        assertAcknowledged(server.answer(ROUTES, after));
        assertAcknowledged(server.answer(CLUSTER, nonce));
        assertThat(get(port)).isEqualTo(200);
        server.answer(ROUTES, server.tell(ROUTES, Map.of("main", routes("main", "a"))));
    }

    /** 42 */
    @Test
    void aChangedClusterWaitsForItsEndpointsAndDoesNotAskForThem() throws Exception {
        String nonce = server.tell(CLUSTER, Map.of("a", cluster("a", 2)));
        assertUnanswered(nonce);
        assertThat(server.isSilent(
                        ENDPOINTS,
                        request -> request.getResourceNamesSubscribeList().contains("a")))
                .isTrue();
        assertThat(get(port)).as("with the cluster of before").isEqualTo(200);
        server.tell(ENDPOINTS, Map.of("a", alive("a")));
        assertAcknowledged(server.answer(CLUSTER, nonce));
        assertThat(get(port)).isEqualTo(200);
    }

    /** 32, 43 */
    @Test
    void endpointsAndRoutesAreNotRemovedButEndpointsMayBeNone() throws Exception {
        assertAcknowledged(server.answer(ENDPOINTS, server.tell(ENDPOINTS, Map.of(), "a")));
        assertAcknowledged(server.answer(ROUTES, server.tell(ROUTES, Map.of(), "main")));
        assertThat(get(port)).isEqualTo(200);
        ClusterLoadAssignment none =
                ClusterLoadAssignment.newBuilder().setClusterName("a").build();
        assertAcknowledged(server.answer(ENDPOINTS, server.tell(ENDPOINTS, Map.of("a", none))));
        awaitAnswer(503);
        server.answer(ENDPOINTS, server.tell(ENDPOINTS, Map.of("a", alive("a"))));
        awaitAnswer(200);
    }

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
        assertThat(get(port)).isEqualTo(200);
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
    void ofRefusedListenersTheGoodOnesListen() throws Exception {
        int good = LoopbackBlock.freePort(gateway);
        String nonce = server.tell(
                LISTENER,
                new TreeMap<>(Map.of(
                        "l1", listener("l1", "main", gateway, good), "l2", listener("l2", "main", gateway, port))));
        assertThat(words(server.answer(LISTENER, nonce)))
                .startsWith("Error adding/updating listener(s) l2: ")
                .contains("duplicate address");
        assertThat(get(good)).isEqualTo(200);
        server.answer(LISTENER, server.tell(LISTENER, Map.of(), "l1"));
    }

    /** 44d, 44e */
    @Test
    void refusedEndpointsAreNamed() throws Exception {
        ClusterLoadAssignment.Builder far = alive("a").toBuilder();
        far.getEndpointsBuilder(0).setPriority(200);
        String tooFar = server.tell(ENDPOINTS, Map.of("a", far.build()));
        assertThat(words(server.answer(ENDPOINTS, tooFar))).contains("cluster_name: \"a\"");
        String misnamed = server.tell(ENDPOINTS, Map.of("a", alive("somebody-else")));
        assertThat(words(server.answer(ENDPOINTS, misnamed))).contains("(expecting a)");
        assertThat(get(port)).as("with those of before").isEqualTo(200);
    }

    /** 44f */
    @Test
    void wordsAboutRefusedRoutesDoNotSayWhich() throws Exception {
        String nonce = server.tell(ROUTES, Map.of("main", RealEnvoyScene.withBadExpression(routes("main", "a"))));
        assertThat(words(server.answer(ROUTES, nonce))).contains("missing )").doesNotContain("main");
        assertThat(get(port)).isEqualTo(200);
    }

    private static Cluster withoutItsProvider(String name) {
        return cluster(name).toBuilder()
                .setLbPolicy(Cluster.LbPolicy.CLUSTER_PROVIDED)
                .build();
    }

    private ClusterLoadAssignment alive(String cluster) {
        return endpoints(cluster, gateway, backend.getAddress().getPort());
    }

    /** The workers hear of it a little after it is acknowledged. */
    private void awaitAnswer(int status) throws IOException, InterruptedException {
        for (int i = 0; i < 200 && get(port) != status; i++) {
            Thread.sleep(10);
        }
        assertThat(get(port)).isEqualTo(status);
    }

    private void assertUnanswered(String nonce) throws InterruptedException {
        assertThat(server.isSilent(
                        CLUSTER, request -> request.getResponseNonce().equals(nonce)))
                .as("unanswered")
                .isTrue();
    }

    private static void assertAcknowledged(DeltaDiscoveryRequest answer) {
        assertThat(answer.hasErrorDetail())
                .as("refused: %s", answer.getErrorDetail())
                .isFalse();
    }

    private static String words(DeltaDiscoveryRequest answer) {
        assertThat(answer.hasErrorDetail()).as("refused").isTrue();
        return answer.getErrorDetail().getMessage().replaceAll(" +", " ");
    }

    private int get(int where) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://" + gateway + ":" + where + "/"));
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
