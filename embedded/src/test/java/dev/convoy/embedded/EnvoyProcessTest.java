package dev.convoy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvoyProcessTest {
    @TempDir
    Path directory;

    @Test
    void aRealEnvoyStartsInItsDirectoryAndTellsOfItself() throws Exception {
        bootstrap(
                "node: {id: one, cluster: test}\nadmin: {address: {socket_address: {address: 127.0.0.1, port_value: 0}}}\n");

        try (EnvoyProcess envoy = EnvoyProcess.start(directory, "envoy.yaml").awaitReady(Duration.ofSeconds(10))) {
            assertThat(envoy.admin().stat("server.live")).isEqualTo(1);
            assertThat(envoy.admin().stat("server.concurrency")).isEqualTo(1);
            assertThat(envoy.admin().stats("^server\\.")).containsKey("server.uptime");
            assertThat(envoy.admin().configDump()).contains("\"id\": \"one\"");

            envoy.pause();
            envoy.resume();
            assertThat(envoy.admin().ready()).isTrue();

            envoy.kill();
            assertThat(envoy.isAlive()).isFalse();
            assertThatThrownBy(() -> envoy.admin().ready()).isInstanceOf(UncheckedIOException.class);
        }
        assertThat(directory.resolve("envoy.log")).content().contains("all dependencies initialized");
    }

    @Test
    void aBootstrapThatEnvoyRefusesIsReportedInEnvoysWords() throws Exception {
        bootstrap("admin: {adress: 1}\n");

        assertThatThrownBy(() -> EnvoyProcess.start(directory, "envoy.yaml"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Envoy ended")
                .hasMessageContaining("'adress'");
    }

    private void bootstrap(String yaml) throws Exception {
        Files.writeString(directory.resolve("envoy.yaml"), yaml);
    }
}
