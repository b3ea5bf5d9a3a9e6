package dev.convoy.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The hub, as it is shipped, in a JVM of its own. It may be killed and started again over the same database and home. */
final class HubProgram implements AutoCloseable {
    private static final Duration TO_START = Duration.ofSeconds(90);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Path root;
    private final Path home;
    private final Path log;
    private final Topology topology;
    private final String database;
    private Program program;

    private HubProgram(Path root, Path state, Topology topology, String database) {
        this.root = root;
        this.home = state.resolve("hub");
        this.log = state.resolve("logs/hub.log");
        this.topology = topology;
        this.database = database;
        this.program = launch();
    }

    /** Returns when it is ready. */
    static HubProgram start(Path root, Path state, Topology topology, String database) {
        HubProgram hub = new HubProgram(root, state, topology, database);
        hub.awaitReady();
        return hub;
    }

    private Program launch() {
        Path jar = root.resolve("control-plane/target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new DemoFailure("The hub is not built: " + jar + " is missing. Run make build.");
        }
        return Program.java(
                "The hub",
                log,
                Map.of("CONVOY_DATABASE_URL", database),
                List.of(
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dconvoy.home=" + home,
                        "-Dconvoy.names=" + topology.hub(),
                        "-Dconvoy.api.host=" + topology.hub(),
                        "-Dconvoy.api.port=" + topology.apiPort(),
                        "-Dconvoy.xds.host=" + topology.hub(),
                        "-Dconvoy.xds.port=" + topology.xdsPort(),
                        "-Dquarkus.management.host=" + topology.hub(),
                        "-Dquarkus.management.port=" + topology.healthPort(),
                        "-jar",
                        jar.toString()));
    }

    /** {@code kill -9}. */
    void kill() {
        program.kill();
    }

    /** After {@link #kill}, or in place of what runs. */
    void restart() {
        program.close();
        program = launch();
        awaitReady();
    }

    void awaitReady() {
        program.await(TO_START, this::ready);
    }

    private boolean ready() {
        URI uri = URI.create("http://" + topology.hub() + ":" + topology.healthPort() + "/q/health/ready");
        try {
            return CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        }
    }

    Path kubeconfig() {
        return home.resolve("kubeconfig");
    }

    @Override
    public void close() {
        program.close();
    }
}
