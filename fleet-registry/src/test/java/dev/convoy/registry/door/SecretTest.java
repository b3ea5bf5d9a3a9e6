package dev.convoy.registry.door;

import static dev.convoy.registry.door.DoorTest.admit;
import static dev.convoy.registry.door.DoorTest.admitted;
import static dev.convoy.registry.door.DoorTest.causes;
import static dev.convoy.registry.door.DoorTest.json;
import static dev.convoy.registry.door.DoorTest.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.Kind;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.registry.store.Manifest;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
    private static final ObjectId SECRET = new ObjectId(Tree.fleet(), Kind.SECRET, "gateway", "example-com");

    @Test
    void plainTextIsFoldedIntoData() {
        assertThat(admitted(admit(SECRET, "data: {a: eA==}\nstringData: {b: hello, a: y}")))
                .isEqualTo(json(
                        "{apiVersion: v1, kind: Secret, metadata: {name: example-com, namespace: gateway}, type: Opaque, data:"
                                + " {a: eQ==, b: aGVsbG8=}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void aKeyThatBelongsToItsCertificateIsAdmitted(String algorithm) throws Exception {
        KeyPair pair = pair(algorithm);
        assertThat(admit(SECRET, tls(certificate(pair), pkcs8(pair)))).isInstanceOf(Admission.Admitted.class);
        // BEGIN RSA PRIVATE KEY and BEGIN EC PRIVATE KEY, as older tools write them.
        assertThat(admit(SECRET, tls(certificate(pair), pem(pair.getPrivate()))))
                .isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void aPairThatDoesNotFitSaysWhatToStore() throws Exception {
        KeyPair ec = pair("EC");
        for (String algorithm : List.of("EC", "RSA")) {
            assertThat(causes(admit(SECRET, tls(certificate(ec), pkcs8(pair(algorithm))))))
                    .singleElement()
                    .asString()
                    .startsWith("data[tls.key]: Invalid value: does not belong to the first certificate");
        }
        assertThat(causes(admit(SECRET, tls(pkcs8(ec), pkcs8(ec)))))
                .singleElement()
                .asString()
                .contains("data[tls.crt]", "must be a certificate chain in PEM");
        assertThat(causes(admit(SECRET, tls(certificate(ec), certificate(ec)))))
                .singleElement()
                .asString()
                .contains("data[tls.key]", "must be a private key in PEM");
    }

    @Test
    void aKeyWithAPassphraseIsToldApart() throws Exception {
        KeyPair ec = pair("EC");
        var encryptor = new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                .setProvider(new BouncyCastleProvider())
                .setPassword("secret".toCharArray())
                .build();
        String encrypted = pem(new JcaPKCS8Generator(ec.getPrivate(), encryptor));
        assertThat(causes(admit(SECRET, tls(certificate(ec), encrypted))))
                .singleElement()
                .asString()
                .contains("data[tls.key]", "has a passphrase");
    }

    @Test
    void anEmptyCertificateIsNone() {
        assertThat(causes(admit(SECRET, tls("", ""))))
                .singleElement()
                .asString()
                .startsWith("data[tls.crt]");
        assertThat(causes(admit(SECRET, "type: kubernetes.io/tls"))).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            data: {a: 'hush hush'}
            data: {a: [hush]}
            data: {a: {b: hush}}
            data: {'a b': aHVzaA==}
            stringData: {a: 12345}
            data: hush
            stringData: {tls.crt: hush, tls.key: hush}\\ntype: kubernetes.io/tls
            """)
    void whatIsSecretIsNotRepeated(String body) {
        Admission admission = admit(SECRET, body.replace("\\n", "\n"));
        assertThat(admission).isInstanceOf(Admission.Invalid.class);
        assertThat(admission.toString()).doesNotContain("hush", "aHVz", "12345");
    }

    @Test
    void anImmutableSecretStaysAsItIs() {
        Manifest before = new Manifest((ObjectNode) admitted(admit(SECRET, "immutable: true\ndata: {a: eA==}")));
        Request change = new Request(SECRET, "v1", Request.Part.OBJECT, FieldValidation.WARN, false, false, before);
        assertThat(causes(Door.admit(change, yaml("immutable: true\ndata: {a: eQ==}"))))
                .containsExactly("data: Forbidden: this Secret is immutable; delete it and create it anew");
        assertThat(causes(Door.admit(change, yaml("immutable: true\ntype: other\ndata: {a: eA==}"))))
                .containsExactly(
                        "type: Invalid value: the type of a Secret cannot be changed; delete it and create it anew");
    }

    private static String tls(String certificate, String key) {
        return "{type: kubernetes.io/tls, data: {tls.crt: '%s', tls.key: '%s'}}"
                .formatted(base64(certificate), base64(key));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static KeyPair pair(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (!algorithm.equals("Ed25519")) {
            generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
        }
        return generator.generateKeyPair();
    }

    private static String certificate(KeyPair pair) throws Exception {
        String algorithm = switch (pair.getPublic().getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
        X500Name name = new X500Name("CN=example.com");
        Instant now = Instant.now();
        return pem(new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now),
                        Date.from(now.plus(Duration.ofDays(1))),
                        name,
                        pair.getPublic())
                .build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate())));
    }

    private static String pkcs8(KeyPair pair) throws IOException {
        return pem(new JcaPKCS8Generator(pair.getPrivate(), null));
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
