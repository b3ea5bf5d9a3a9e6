package dev.convoy.control.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubSettingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"hub.example.com", "localhost", "hub-1", "127.0.0.1", "::1"})
    void aHostIsANameOrAnAddress(String host) {
        assertThat(new HubSettings.Host().convert(" " + host + " ")).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"the hub", "https://hub", "hub:8443", "-hub", "hub..example", "*.example.com"})
    void whatIsNoHostIsRefused(String text) {
        assertThatThrownBy(() -> new HubSettings.Host().convert(text))
                .hasMessageContaining("\"" + text + "\" is neither a host name");
    }

    @Test
    void aLifetimeLeavesTimeToRenew() {
        assertThat(new HubSettings.Lifetime().convert("PT1M")).isEqualTo(Duration.ofMinutes(1));
        assertThat(new HubSettings.Lifetime().convert("90d")).isEqualTo(Duration.ofDays(90));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "PT59S", "-P30D"})
    void aLifetimeThatIsOverAtOnceIsRefused(String text) {
        assertThatThrownBy(() -> new HubSettings.Lifetime().convert(text))
                .hasMessageContaining("\"" + text + "\" is too short");
    }
}
