package dev.convoy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.demo.Topology.Site;
import dev.convoy.embedded.EnvoyAdmin;
import dev.convoy.embedded.LoopbackBlock;
import dev.convoy.embedded.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HubRestartIT {
    private static final MainJob.Size SMALL =
            new MainJob.Size(100, MainJob.Size.FULL.split(), 100, Duration.ofSeconds(1));
    private static final Duration TO_RECONNECT = Duration.ofSeconds(40); // Envoy's backoff grows to 30 s
    private static final Duration TO_SETTLE = Duration.ofSeconds(2);

    private static final int SITES = Site.values().length;

    /** HTTP/2's and gRPC's own frames: far less than one cluster each. */
    private static final long BYTES_OF_BARE_STREAMS = SITES * 1_000L;

    @TempDir
    Path state;

    @ParameterizedTest
    @EnumSource
    void aHubThatRestartsCostsNoRequestAndSendsNothingAgain(Protocol protocol) {
        try (LoopbackBlock block = LoopbackBlock.claim();
                TestDatabase database = TestDatabase.create();
                Fleet fleet =
                        Fleet.start(Topology.in(block), state, database.url(), protocol, Fleet.Progress.silent());
                Load load = fleet.load(Site.TOKYO)) {
            MainJob job = new MainJob(fleet, SMALL);
            assertThat(job.headerRoute()).allMatch(Promise::kept);
            Waiting.pause(TO_SETTLE);
            Received before = Received.by(fleet);
            Load.Stream plain = load.stream(SMALL.perSecond(), Map.of());
            Load.Stream canary = load.stream(SMALL.perSecond(), Map.of("env", "canary"));

            fleet.hub().kill();
            Waiting.pause(TO_SETTLE);
            fleet.hub().restart();
            awaitReconnected(fleet, before);
            Waiting.pause(TO_SETTLE);

            Received now = Received.by(fleet);
            assertThat(now.updates()).isEqualTo(before.updates());
            System.out.printf(
                    "%s: %d bytes of first configuration, %d bytes after the restart%n",
                    protocol, before.bytes(), now.bytes() - before.bytes());
            assertThat(now.bytes() - before.bytes()).isLessThan(BYTES_OF_BARE_STREAMS);
            assertThat(job.split().kept())
                    .as("the new stream brings what is new")
                    .isTrue();
            assertThat(plain.stop().failed()).isZero();
            assertThat(canary.stop().failed()).isZero();
        }
    }

    private static void awaitReconnected(Fleet fleet, Received before) {
        boolean reconnected = Waiting.until(TO_RECONNECT, () -> {
            Received now = Received.by(fleet);
            return now.connected() == SITES && now.connections() >= before.connections() + SITES;
        });
        assertThat(reconnected).as("every Envoy is connected again").isTrue();
    }

    /** What the Envoys have heard from the hub so far. */
    private record Received(Map<Site, Map<String, Long>> updates, long bytes, long connections, long connected) {
        private static final String HUB = "cluster.hub.";

        static Received by(Fleet fleet) {
            Map<Site, Map<String, Long>> updates = new EnumMap<>(Site.class);
            long bytes = 0;
            long connections = 0;
            long connected = 0;
            for (Site site : Site.values()) {
                EnvoyAdmin envoy = fleet.member(site).envoy().admin();
                updates.put(site, envoy.stats("\\.update_(success|rejected)$"));
                bytes += envoy.stat(HUB + "upstream_cx_rx_bytes_total");
                connections += envoy.stat(HUB + "upstream_cx_total");
                connected += envoy.stat("control_plane.connected_state");
            }
            return new Received(updates, bytes, connections, connected);
        }
    }
}
