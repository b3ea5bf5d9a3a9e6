package dev.convoy.registry.read;

import dev.convoy.model.Meta;
import dev.convoy.model.TlsCertificate;
import dev.convoy.model.TlsSecret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What is wrong with a Secret is said without a word of what it holds. */
final class SecretReading {
    private SecretReading() {}

    static Optional<TlsSecret> tlsSecret(Meta meta, Field root) {
        if (!root.get("type").textOr("Opaque").equals("kubernetes.io/tls")) {
            return Optional.empty();
        }
        return Optional.of(new TlsSecret(
                meta,
                new TlsCertificate(
                        pem(root, "tls.crt", "CERTIFICATE-----"), pem(root, "tls.key", "PRIVATE KEY-----"))));
    }

    /** {@code stringData} wins over {@code data}, as in Kubernetes. */
    private static String pem(Field root, String key, String marker) {
        Field plain = root.get("stringData").get(key);
        Field encoded = root.get("data").get(key);
        String pem = plain.present() ? plain.text() : decoded(encoded);
        if (!pem.contains("-----BEGIN ") || !pem.contains(marker)) {
            throw encoded.mistake("must hold PEM with " + (key.equals("tls.crt") ? "a certificate" : "a private key"));
        }
        return pem;
    }

    private static String decoded(Field encoded) {
        try {
            return new String(Base64.getDecoder().decode(encoded.text()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw encoded.mistake("must be base64");
        }
    }
}
