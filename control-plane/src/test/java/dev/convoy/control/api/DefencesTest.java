package dev.convoy.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DefencesTest {
    private final HostRule hosts = new HostRule(Set.of("hub.fleet.convoy.dev", "*.example.com"));

    @Test
    void theHubAnswersToItsOwnNamesAndAddressesOnly() {
        allowed("hub.fleet.convoy.dev:8443", null);
        allowed("HUB.fleet.convoy.dev", null);
        allowed("a.example.com", null);
        allowed("127.0.0.1:8443", null);
        allowed("[::1]:8443", null);
        allowed("localhost:8443", "https://localhost:8443");
        refused("evil.example", null);
        refused("a.b.example.com", null);
        refused("127.0.0.1.evil.example", null);
        refused(null, null);
        refused("127.0.0.1:8443", "https://evil.example");
        refused("127.0.0.1:8443", "null");
    }

    @Test
    void whoFailsTooOftenWaitsForAMinute() {
        var now = new AtomicReference<>(Instant.EPOCH);
        var failures = new Failures(2, now::get);
        failures.add("10.0.0.1");
        assertThatCode(() -> failures.require("10.0.0.1")).doesNotThrowAnyException();
        failures.add("10.0.0.1");

        assertThatThrownBy(() -> failures.require("10.0.0.1")).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(429);
            assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(61));
        });
        assertThatCode(() -> failures.require("10.0.0.2")).doesNotThrowAnyException();
        now.set(Instant.EPOCH.plusSeconds(60));
        assertThatCode(() -> failures.require("10.0.0.1")).doesNotThrowAnyException();
    }

    @Test
    void whatIsNoProtobufIsTheClientsMistake() {
        for (byte[] body : new byte[][] {
            {}, {'k', '8'}, {'k', '8', 's', 0, 10, 127}, {'k', '8', 's', 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}
        }) {
            assertThatThrownBy(() -> Protobuf.read(body)).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void aConnectionHasNotAnyNumberOfStreams(@TempDir Path folder) throws Exception {
        TlsMaterial tls = TestCertificate.create(folder).material();
        assertThat(ApiServer.options(tls, Limits.standard())
                        .getInitialSettings()
                        .getMaxConcurrentStreams())
                .isEqualTo(250);
    }

    private void allowed(String authority, @Nullable String origin) {
        assertThatCode(() -> hosts.require(authority, origin)).doesNotThrowAnyException();
    }

    private void refused(@Nullable String authority, @Nullable String origin) {
        assertThatThrownBy(() -> hosts.require(authority, origin)).isInstanceOf(Refusal.class);
    }
}
