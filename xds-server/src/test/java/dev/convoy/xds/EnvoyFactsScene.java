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

import com.sun.net.httpserver.HttpServer;
import dev.convoy.embedded.EnvoyProcess;
import dev.convoy.embedded.LoopbackBlock;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.translate.Bootstrap;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Convoy takes for granted of Envoy, each by itself: one real Envoy with one listener, and a server that says just what the case
 * needs, right or wrong. Where one of these fails after an update of Envoy, the code that relies on it is to be thought over. The
 * numbers are those of the table in {@code docs/decisions/envoy-as-it-is.md}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EnvoyFactsScene {
    final LoopbackBlock block = LoopbackBlock.claim();
    final ScriptedServer server = new ScriptedServer(block.address());
    final String gateway = block.address();

    /** Of each listener; each has an address of its own. */
    final int port = LoopbackBlock.freePort(gateway);

    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer backend;
    EnvoyProcess envoy;
    List<ResourceType> orderAtStart;
    DeltaDiscoveryRequest firstAboutClusters;
    DeltaDiscoveryRequest firstAboutListeners;
    boolean listenersAskedBeforeClustersWereWarm;

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
        firstAboutClusters = server.next(CLUSTER);
        server.tell(CLUSTER, Map.of("a", cluster("a")));
        server.next(ENDPOINTS);
        listenersAskedBeforeClustersWereWarm = !server.isSilent(LISTENER, _ -> true);
        server.tell(ENDPOINTS, Map.of("a", alive("a")));
        firstAboutListeners = server.next(LISTENER);
        server.tell(LISTENER, Map.of("front", listener("front", "main", gateway, port)));
        server.next(ROUTES);
        server.answer(ROUTES, server.tell(ROUTES, Map.of("main", routes("main", "a"))));
        envoy.awaitReady(Duration.ofSeconds(20));
        orderAtStart = List.copyOf(server.order);
        assertThat(get(gateway)).isEqualTo(200);
    }

    @AfterAll
    void stop() throws Exception {
        envoy.close();
        backend.stop(0);
        server.close();
        client.close();
        block.close();
    }

    final ClusterLoadAssignment alive(String cluster) {
        return endpoints(cluster, gateway, backend.getAddress().getPort());
    }

    /** The status of the answer; 0 where nobody listens. */
    final int get(String address, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://" + address + ":" + port + "/"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (ConnectException e) {
            return 0;
        }
    }

    /** The workers hear of it a little after it is acknowledged. */
    final void awaitAnswer(int status, String address, String... headers) throws IOException, InterruptedException {
        for (int i = 0; i < 1_000 && get(address, headers) != status; i++) {
            Thread.sleep(10);
        }
        assertThat(get(address, headers)).isEqualTo(status);
    }

    static void assertAcknowledged(DeltaDiscoveryRequest answer) {
        assertThat(answer.hasErrorDetail())
                .as("refused: %s", answer.getErrorDetail())
                .isFalse();
    }

    static String words(DeltaDiscoveryRequest answer) {
        assertThat(answer.hasErrorDetail()).as("refused").isTrue();
        return answer.getErrorDetail().getMessage().replaceAll(" +", " ");
    }
}
