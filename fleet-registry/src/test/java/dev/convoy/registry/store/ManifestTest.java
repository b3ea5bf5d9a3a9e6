package dev.convoy.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class ManifestTest {
    @Test
    void printingASecretShowsNothingOfIt() {
        ObjectNode secret = JsonNodeFactory.instance.objectNode().put("kind", "Secret");
        secret.putObject("data").put("tls.key", "confidential");

        assertThat(new Manifest(secret).toString()).doesNotContain("confidential");
        assertThat(new Manifest(secret.deepCopy().put("kind", "ConfigMap")).toString())
                .contains("confidential");
    }
}
