package dev.convoy.xds;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.routes;
import static dev.convoy.xds.snapshot.ResourceType.CLUSTER;
import static dev.convoy.xds.snapshot.ResourceType.ENDPOINTS;
import static dev.convoy.xds.snapshot.ResourceType.LISTENER;
import static dev.convoy.xds.snapshot.ResourceType.ROUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.embedded.EnvoyProcess;
import dev.convoy.xds.translate.Bootstrap;
import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How Envoy asks, waits and lets go. */
class EnvoyFactsTest extends EnvoyFactsScene {
    private static final String BACK_OFF = "{base_interval: 0.2s, max_interval: 2s}";

    /** 33, 35 */
    @Test
    void itNamesNoClustersToHaveAllAndAsksForAllListenersOnceThoseAreWarm() {
        assertThat(firstAboutClusters.getResourceNamesSubscribeList()).isEmpty();
        assertThat(firstAboutListeners.getResourceNamesSubscribeList()).isEmpty();
        assertThat(orderAtStart).containsExactly(CLUSTER, ENDPOINTS, LISTENER, ROUTES);
        assertThat(listenersAskedBeforeClustersWereWarm).isFalse();
    }

    /** 8 */
    @Test
    void thePortThatARequestNamesIsPartOfItsHost() throws Exception {
        server.tell(ROUTES, Map.of("main", routesOf(gateway)));
        awaitAnswer(404, gateway);
        server.tell(ROUTES, Map.of("main", routesOf(gateway + ":" + port)));
        awaitAnswer(200, gateway);
        server.answer(ROUTES, server.tell(ROUTES, Map.of("main", routes("main", "a"))));
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

    /** 38. Where its source says nothing Envoy waits 15 s, which is longer than an answer is waited for here. */
    @Test
    void aClusterWithoutAnswerIsWaitedForAsLongAsItsSourceSays() throws Exception {
        Cluster.Builder impatient = cluster("impatient").toBuilder();
        impatient.getEdsClusterConfigBuilder().getEdsConfigBuilder().setInitialFetchTimeout(Proto.millis(200));
        String nonce = server.tell(CLUSTER, Map.of("impatient", impatient.build()));
        assertAcknowledged(server.answer(CLUSTER, nonce));
        server.answer(CLUSTER, server.tell(CLUSTER, Map.of(), "impatient"));
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
        assertThat(get(gateway)).isEqualTo(200);
        server.answer(ROUTES, server.tell(ROUTES, Map.of("main", routes("main", "a"))));
    }

    /** The order of additions and removals. */
    @Test
    void routesThatComeBeforeTheirClusterOrStayAfterItAnswer503() throws Exception {
        server.tell(ROUTES, Map.of("main", routes("main", "late")));
        awaitAnswer(503, gateway);
        String nonce = server.tell(CLUSTER, Map.of("late", cluster("late")));
        server.subscription(ENDPOINTS, "late");
        assertThat(get(gateway)).as("while it is not warm").isEqualTo(503);
        server.tell(ENDPOINTS, Map.of("late", alive("late")));
        assertAcknowledged(server.answer(CLUSTER, nonce));
        awaitAnswer(200, gateway);

        server.tell(CLUSTER, Map.of(), "late");
        awaitAnswer(503, gateway);
        server.tell(ROUTES, Map.of("main", routes("main", "a")));
        awaitAnswer(200, gateway);
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
        assertThat(get(gateway)).as("with the cluster of before").isEqualTo(200);
        server.tell(ENDPOINTS, Map.of("a", alive("a")));
        assertAcknowledged(server.answer(CLUSTER, nonce));
        assertThat(get(gateway)).isEqualTo(200);
    }

    /** 32, 43 */
    @Test
    void endpointsAndRoutesAreNotRemovedButEndpointsMayBeNone() throws Exception {
        assertAcknowledged(server.answer(ENDPOINTS, server.tell(ENDPOINTS, Map.of(), "a")));
        assertAcknowledged(server.answer(ROUTES, server.tell(ROUTES, Map.of(), "main")));
        assertThat(get(gateway)).isEqualTo(200);
        ClusterLoadAssignment none =
                ClusterLoadAssignment.newBuilder().setClusterName("a").build();
        assertAcknowledged(server.answer(ENDPOINTS, server.tell(ENDPOINTS, Map.of("a", none))));
        awaitAnswer(503, gateway);
        server.answer(ENDPOINTS, server.tell(ENDPOINTS, Map.of("a", alive("a"))));
        awaitAnswer(200, gateway);
    }

    /**
     * 51. It waits by chance, up to what the bootstrap says, here 20 ms. By default it is up to half a second, twice as long each time,
     * up to 30 s: so many attempts within the limit have a chance of less than one in 10<sup>15</sup>.
     */
    @Test
    void itComesBackAsSoonAsItsBootstrapSays(@TempDir Path folder) throws Exception {
        Duration limit = Duration.ofSeconds(20);
        try (ServerSocket door = new ServerSocket(0, 50, InetAddress.ofLiteral(block.address()));
                EnvoyProcess turnedAway = Hub.envoy(
                        server.authority,
                        (InetSocketAddress) door.getLocalSocketAddress(),
                        folder,
                        TOKYO,
                        Bootstrap.Protocol.DELTA,
                        EnvoyFactsTest::comingBackSooner)) {
            door.setSoTimeout((int) limit.toMillis());
            long start = System.nanoTime();
            for (int attempts = 0; attempts < 21; attempts++) {
                door.accept().close();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(limit);
            assertThat(turnedAway.isAlive()).isTrue();
        }
    }

    private static String comingBackSooner(String bootstrap) {
        assertThat(bootstrap).contains(BACK_OFF);
        return bootstrap.replace(BACK_OFF, "{base_interval: 0.02s, max_interval: 0.02s}");
    }

    private static RouteConfiguration routesOf(String host) {
        RouteConfiguration.Builder routes = routes("main", "a").toBuilder();
        routes.getVirtualHostsBuilder(0).setDomains(0, host);
        return routes.build();
    }

    private void assertUnanswered(String nonce) throws InterruptedException {
        assertThat(server.isSilent(
                        CLUSTER, request -> request.getResponseNonce().equals(nonce)))
                .as("unanswered")
                .isTrue();
    }
}
