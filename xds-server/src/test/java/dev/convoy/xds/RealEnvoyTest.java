package dev.convoy.xds;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.endpoints;
import static dev.convoy.xds.Fixtures.listener;
import static dev.convoy.xds.Fixtures.resources;
import static dev.convoy.xds.Fixtures.routes;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.sun.net.httpserver.HttpServer;
import dev.convoy.embedded.EnvoyProcess;
import dev.convoy.embedded.LoopbackBlock;
import dev.convoy.xds.delivery.EnvoyDelivery;
import dev.convoy.xds.delivery.Refusal;
import dev.convoy.xds.delivery.Standing;
import dev.convoy.xds.delivery.Traffic;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.translate.Bootstrap;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a real Envoy makes of it, in delta and in state of the world. */
class RealEnvoyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Set<ResourceKey> ALL = Set.of(
            new ResourceKey(ResourceType.CLUSTER, "a"),
            new ResourceKey(ResourceType.ENDPOINTS, "a"),
            new ResourceKey(ResourceType.LISTENER, "front"),
            new ResourceKey(ResourceType.ROUTES, "main"));

    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final LoopbackBlock block = opened(LoopbackBlock.claim());
    private final HttpClient client = opened(HttpClient.newHttpClient());
    private final Hub hub = opened(new Hub(block.address()));
    private final String gateway = block.address();
    private final int port = LoopbackBlock.freePort(gateway);

    @TempDir
    private Path folder;

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : toClose.reversed()) {
            each.close();
        }
    }

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
        Message[] published = {cluster("a"), cluster("b"), backend("a"), routes("main", "a"), front()};
        publish(published);
        envoy(protocol);
        awaitAcknowledged(ALL);
        hub.restart();
        Thread.sleep(200);
        publish(published);
        awaitAcknowledged(ALL);
        Thread.sleep(300);
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

    @ParameterizedTest
    @EnumSource
    void routesMoveToNewClustersWithoutAFailedRequest(Bootstrap.Protocol protocol) throws Exception {
        publish(cluster("c0"), backend("c0"), routes("main", "c0"), front());
        envoy(protocol);
        await(() -> get().equals("200 c0"));
        var done = new AtomicBoolean();
        var answered = new AtomicInteger();
        List<String> failures = new ArrayList<>();
        Thread load = Thread.ofVirtual().start(() -> {
            while (!done.get()) {
                String answer = get();
                if (!answer.startsWith("200 ")) {
                    failures.add(answer);
                }
                answered.incrementAndGet();
            }
        });
        for (int i = 1; i <= 15; i++) {
            String name = "c" + i;
            publish(cluster(name), backend(name), routes("main", name), front());
            await(() -> get().equals("200 " + name));
        }
        done.set(true);
        load.join();
        assertThat(failures).isEmpty();
        assertThat(answered).hasValueGreaterThan(15);
    }

    private EnvoyProcess envoy(Bootstrap.Protocol protocol) throws IOException {
        return opened(hub.envoy(folder, TOKYO, protocol)).awaitReady(PATIENCE);
    }

    private void publish(Message... messages) {
        hub.snapshots.publish(TOKYO, resources(messages));
    }

    private Message front() {
        return listener("front", "main", gateway, port);
    }

    /** A server that answers with its name, as the endpoints of the cluster of that name. */
    private Message backend(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(block.address(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            byte[] body = name.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        toClose.add(() -> server.stop(0));
        return endpoints(
                name,
                server.getAddress().getAddress().getHostAddress(),
                server.getAddress().getPort());
    }

    private static RouteConfiguration withBadExpression(RouteConfiguration good) {
        RouteConfiguration.Builder bad = good.toBuilder();
        bad.getVirtualHostsBuilder(0)
                .getRoutesBuilder(0)
                .getMatchBuilder()
                .setSafeRegex(RegexMatcher.newBuilder().setRegex("a(("));
        return bad.build();
    }

    private String get() {
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create("http://" + gateway + ":" + port + "/"))
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private EnvoyDelivery delivery() {
        return hub.server.deliveries().of(TOKYO).getFirst();
    }

    private Standing standing(Set<ResourceKey> keys) {
        return hub.server.deliveries().standing(TOKYO, keys);
    }

    private void awaitAcknowledged(Set<ResourceKey> keys) throws InterruptedException {
        await(() -> standing(keys) instanceof Standing.Acknowledged);
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
