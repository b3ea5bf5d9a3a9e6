package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import dev.convoy.registry.store.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys, sizes and TLS certificates of Secrets. Never repeats a value. */
final class SecretRules {
    private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");
    private static final int LARGEST = 1 << 20;

    private SecretRules() {}

    /** {@code stringData} is a way to write {@code data}, and is never stored. */
    static void foldStringData(ObjectNode secret) {
        JsonNode plain = secret.remove("stringData");
        if (plain == null || plain.isEmpty()) {
            return;
        }
        ObjectNode data = secret.withObjectProperty("data");
        for (Map.Entry<String, JsonNode> entry : plain.properties()) {
            byte[] bytes = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
            data.put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
        }
    }

    static void check(ObjectNode secret, @Nullable Manifest before, Causes causes) {
        JsonNode data = secret.path("data");
        int size = 0;
        for (Map.Entry<String, JsonNode> entry : data.properties()) {
            if (!KEY.matches(entry.getKey())) {
                causes.add(Cause.invalid("data", "a key may have letters, digits, '-', '_' and '.' only"));
            }
            size += entry.getValue().asText().length() / 4 * 3;
        }
        if (size > LARGEST) {
            causes.add(new Cause("data", "FieldValueTooLong", "Too long: a Secret may have " + LARGEST + " bytes"));
        }
        checkChange(secret, before, causes);
        if (causes.isEmpty() && secret.path("type").asText().equals("kubernetes.io/tls")) {
            checkTls(data, causes);
        }
    }

    private static void checkChange(ObjectNode secret, @Nullable Manifest before, Causes causes) {
        if (before == null) {
            return;
        }
        if (!before.json()
                .path("type")
                .asText("Opaque")
                .equals(secret.path("type").asText())) {
            causes.add(Cause.invalid("type", "the type of a Secret cannot be changed; delete it and create it anew"));
        }
        boolean fixed = before.json().path("immutable").asBoolean();
        if (fixed
                && (!secret.path("immutable").asBoolean()
                        || !before.json().path("data").equals(secret.path("data")))) {
            causes.add(Cause.forbidden("data", "this Secret is immutable; delete it and create it anew"));
        }
    }

    private static void checkTls(JsonNode data, Causes causes) {
        List<Cause> missing = new ArrayList<>();
        for (String key : List.of("tls.crt", "tls.key")) {
            if (!data.has(key)) {
                missing.add(Cause.required(
                        "data[" + key + "]", "a Secret of type kubernetes.io/tls needs " + key + " in PEM"));
            }
        }
        causes.addAll(missing);
        if (missing.isEmpty()) {
            Base64.Decoder decoder = Base64.getDecoder();
            causes.addAll(KeyPairs.check(
                    decoder.decode(data.path("tls.crt").asText()),
                    decoder.decode(data.path("tls.key").asText())));
        }
    }
}
