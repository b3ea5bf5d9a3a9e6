package dev.convoy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.embedded.Checkout;
import dev.convoy.embedded.LoopbackBlock;
import dev.convoy.embedded.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubKilledIT {
    private static final int KILLS = Integer.getInteger("convoy.kills", 4);
    private static final int WRITERS = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path state;

    @Test
    void noAcknowledgedWriteIsLostAndNoneIsHalfApplied() throws Exception {
        Files.createDirectories(state.resolve("logs"));
        try (LoopbackBlock block = LoopbackBlock.claim();
                TestDatabase database = TestDatabase.create();
                HubProgram hub = HubProgram.start(Checkout.root(), state, Topology.in(block), database.url())) {
            Api api = new Api(Credential.ofAdmin(hub.kubeconfig()), "");
            Manifests.read("store-namespace.yaml", Map.of()).forEach(api::apply);
            List<Writer> writers = IntStream.range(0, WRITERS)
                    .mapToObj(i -> new Writer("writer-" + i))
                    .toList();

            for (int kill = 0; kill < KILLS; kill++) {
                List<Thread> writing = writers.stream()
                        .map(writer -> Thread.ofVirtual().start(() -> writer.writeUntilTheHubIsGone(api)))
                        .toList();
                awaitWrites(writers, ThreadLocalRandom.current().nextLong(30, 120));
                hub.kill();
                for (Thread thread : writing) {
                    thread.join();
                }
                hub.restart();
                writers.forEach(writer -> writer.compareWith(api));
            }
        }
    }

    private static void awaitWrites(List<Writer> writers, long more) {
        long before = acknowledged(writers);
        assertThat(Waiting.until(Duration.ofSeconds(60), () -> acknowledged(writers) >= before + more))
                .as("the hub acknowledges %d writes", more)
                .isTrue();
    }

    private static long acknowledged(List<Writer> writers) {
        return writers.stream().mapToLong(writer -> writer.acknowledged).sum();
    }

    /** Writes one route again and again; every write says its number in two places. */
    private static final class Writer {
        private final String name;
        private final Collection<DemoFailure> refused = new ConcurrentLinkedQueue<>();
        private long attempted;
        private volatile long acknowledged;

        Writer(String name) {
            this.name = name;
        }

        void writeUntilTheHubIsGone(Api api) {
            while (true) {
                try {
                    api.apply(route(++attempted));
                    acknowledged = attempted;
                } catch (DemoFailure failure) {
                    if (!(failure.getCause() instanceof IOException)) {
                        refused.add(failure);
                    }
                    return;
                }
            }
        }

        /** A write that was on its way when the hub was killed may have been done or not. */
        void compareWith(Api api) {
            assertThat(refused).isEmpty();
            Optional<JsonNode> stored = api.find(route(0));
            long number = stored.map(
                            route -> route.at("/metadata/labels/number").asLong())
                    .orElse(0L);
            assertThat(number).isBetween(acknowledged, attempted);
            stored.ifPresent(route ->
                    assertThat(route.at("/spec/hostnames/0").asText()).isEqualTo("n" + number + ".example.com"));
            attempted = number;
            acknowledged = number;
        }

        private ObjectNode route(long number) {
            ObjectNode route = JSON.createObjectNode()
                    .put("apiVersion", "gateway.networking.k8s.io/v1")
                    .put("kind", "HTTPRoute");
            ObjectNode metadata = route.putObject("metadata").put("name", name).put("namespace", "store");
            metadata.putObject("labels").put("number", Long.toString(number));
            route.putObject("spec").putArray("hostnames").add("n" + number + ".example.com");
            return route;
        }
    }
}
