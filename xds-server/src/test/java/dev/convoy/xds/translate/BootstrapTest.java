package dev.convoy.xds.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.convoy.model.SocketAddress;
import dev.convoy.xds.snapshot.EnvoyGroup;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    @Test
    void aHubWithANameIsLookedUp() throws IOException {
        assertThat(parse("hub.example.com")
                        .at("/static_resources/clusters/0/type")
                        .asText())
                .isEqualTo("STRICT_DNS");
        assertThat(parse("10.1.2.3").at("/static_resources/clusters/0/type").asText())
                .isEqualTo("STATIC");
        assertThat(parse("fd00::1").at("/static_resources/clusters/0/type").asText())
                .isEqualTo("STATIC");
    }

    @Test
    void aNameCannotBreakOutOfItsPlace() throws IOException {
        assertThat(bootstrap("h", "a'b\": {x").yaml())
                .satisfies(yaml -> assertThat(
                                new YAMLMapper().readTree(yaml).at("/node/id").asText())
                        .isEqualTo("a'b\": {x"));
    }

    @Test
    void theAdminAddressIsOpenToNobodyElse() {
        assertThatThrownBy(() -> new Bootstrap(
                        new EnvoyGroup(Plans.TOKYO, "default"),
                        "envoy-1",
                        new SocketAddress("0.0.0.0", 9901),
                        "10.1.2.3",
                        18000,
                        Bootstrap.Protocol.DELTA))
                .hasMessageContaining("127.0.0.0/8");
    }

    @Test
    void theFolderHoldsTheBootstrapAndTheWaysToTheCertificates() {
        assertThat(IdentityFolder.files(bootstrap("10.1.2.3", "envoy-1")).keySet())
                .containsExactly("envoy.yaml", "sds/fleet-ca.json", "sds/identity.json");
    }

    private static JsonNode parse(String hub) throws IOException {
        return new YAMLMapper().readTree(bootstrap(hub, "envoy-1").yaml());
    }

    private static Bootstrap bootstrap(String hub, String node) {
        return new Bootstrap(
                new EnvoyGroup(Plans.TOKYO, "default"),
                node,
                new SocketAddress("127.0.0.1", 9901),
                hub,
                18000,
                Bootstrap.Protocol.DELTA);
    }
}
