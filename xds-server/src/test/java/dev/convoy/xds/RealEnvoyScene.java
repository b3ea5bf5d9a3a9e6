package dev.convoy.xds;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.endpoints;
import static dev.convoy.xds.Fixtures.listener;
import static dev.convoy.xds.Fixtures.resources;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.sun.net.httpserver.HttpServer;
import dev.convoy.embedded.EnvoyProcess;
import dev.convoy.embedded.LoopbackBlock;
import dev.convoy.xds.delivery.EnvoyDelivery;
import dev.convoy.xds.delivery.Standing;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.translate.Bootstrap;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A hub, a real Envoy of Tokyo with one listener, and backends that answer with their names. */
abstract class RealEnvoyScene {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final Set<ResourceKey> ALL = Set.of(
            new ResourceKey(ResourceType.CLUSTER, "a"),
            new ResourceKey(ResourceType.ENDPOINTS, "a"),
            new ResourceKey(ResourceType.LISTENER, "front"),
            new ResourceKey(ResourceType.ROUTES, "main"));

    final List<AutoCloseable> toClose = new ArrayList<>();
    final LoopbackBlock block = opened(LoopbackBlock.claim());
    final HttpClient client = opened(HttpClient.newHttpClient());
    final Hub hub = opened(new Hub(block.address()));
    final String gateway = block.address();
    final int port = LoopbackBlock.freePort(gateway);

    /** How many requests the backends have got. */
    final AtomicInteger arrived = new AtomicInteger();

    @TempDir
    Path folder;

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : toClose.reversed()) {
            each.close();
        }
    }

    EnvoyProcess envoy(Bootstrap.Protocol protocol) throws IOException {
        return opened(hub.envoy(folder, TOKYO, protocol)).awaitReady(PATIENCE);
    }

    void publish(Message... messages) {
        hub.snapshots.publish(TOKYO, resources(messages));
    }

    Message front() {
        return listener("front", "main", gateway, port);
    }

    /** A server that answers with its name, as the endpoints of the cluster of that name. */
    Message backend(String name) throws IOException {
        return backend(name, CompletableFuture.completedFuture(null));
    }

    /** One that waits before it answers. */
    Message backend(String name, CompletableFuture<?> mayAnswer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(block.address(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            arrived.incrementAndGet();
            mayAnswer.join();
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

    static RouteConfiguration withBadExpression(RouteConfiguration good) {
        RouteConfiguration.Builder bad = good.toBuilder();
        bad.getVirtualHostsBuilder(0)
                .getRoutesBuilder(0)
                .getMatchBuilder()
                .setSafeRegex(RegexMatcher.newBuilder().setRegex("a(("));
        return bad.build();
    }

    /** One request after the other, until it is asked how they went. */
    final class Load {
        private final AtomicBoolean done = new AtomicBoolean();
        private final AtomicInteger answered = new AtomicInteger();
        private final List<String> failures = new ArrayList<>();
        private final Thread thread = Thread.ofVirtual().start(this::run);

        Load() {
            toClose.add(this::end);
        }

        private void run() {
            while (!done.get()) {
                String answer = get();
                if (!answer.startsWith("200 ")) {
                    failures.add(answer);
                }
                answered.incrementAndGet();
            }
        }

        void assertNoneFailed() throws InterruptedException {
            await(() -> answered.get() > 15);
            end();
            assertThat(failures).isEmpty();
            System.out.println("0 of " + answered + " requests failed");
        }

        private void end() throws InterruptedException {
            done.set(true);
            thread.join();
        }
    }

    String get() {
        return get(Duration.ofSeconds(5));
    }

    /** Status and body of what comes within the limit, or why nothing did. */
    String get(Duration limit, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + gateway + ":" + port + "/"))
                .timeout(limit);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    EnvoyDelivery delivery() {
        return hub.server.deliveries().of(TOKYO).getFirst();
    }

    Standing standing(Set<ResourceKey> keys) {
        return hub.server.deliveries().standing(TOKYO, keys::contains);
    }

    void awaitAcknowledged(Set<ResourceKey> keys) throws InterruptedException {
        await(() -> standing(keys) instanceof Standing.Acknowledged);
    }

    /** Whatever is published, of each type. */
    void awaitAllAcknowledged() throws InterruptedException {
        await(() -> hub.server.deliveries().standing(TOKYO, _ -> true) instanceof Standing.Acknowledged);
    }

    void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE + "; deliveries: "
                        + hub.server.deliveries().of(TOKYO));
            }
            Thread.sleep(5);
        }
    }

    /** Waits until Envoy and hub have nothing more to say to each other. */
    void awaitSilence(Supplier<?> counted) throws InterruptedException {
        Object before;
        Object now = counted.get();
        do {
            before = now;
            Thread.sleep(500);
            now = counted.get();
        } while (!now.equals(before));
    }

    <T extends AutoCloseable> T opened(T closeable) {
        toClose.add(closeable);
        return closeable;
    }
}
