package dev.convoy.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** How a client proves itself to the hub: the admin by the token in the kubeconfig, a member by its certificate. */
record Credential(String server, Optional<String> token, SSLContext tls) {
    static Credential ofAdmin(Path kubeconfig) {
        try {
            JsonNode config = new YAMLMapper().readTree(kubeconfig.toFile());
            JsonNode cluster = config.at("/clusters/0/cluster");
            String ca = new String(
                    Base64.getDecoder()
                            .decode(cluster.path("certificate-authority-data").asText()),
                    StandardCharsets.UTF_8);
            return new Credential(
                    cluster.path("server").asText(),
                    Optional.of(config.at("/users/0/user/token").asText()),
                    tls(ca, new KeyManager[0]));
        } catch (IOException | GeneralSecurityException e) {
            throw new DemoFailure("The kubeconfig " + kubeconfig + " cannot be used", e);
        }
    }

    /** From the identity folder that the join wrote. */
    static Credential ofMember(String server, Path identity) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            Certificate[] chain =
                    certificates(Files.readString(identity.resolve("tls.crt"))).toArray(Certificate[]::new);
            store.setKeyEntry("member", key(Files.readString(identity.resolve("tls.key"))), new char[0], chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            return new Credential(
                    server, Optional.empty(), tls(Files.readString(identity.resolve("ca.crt")), keys.getKeyManagers()));
        } catch (IOException | GeneralSecurityException e) {
            throw new DemoFailure("The identity in " + identity + " cannot be used", e);
        }
    }

    private static SSLContext tls(String ca, KeyManager[] keys) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        for (Certificate certificate : certificates(ca)) {
            trusted.setCertificateEntry("ca-" + trusted.size(), certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    private static Collection<? extends Certificate> certificates(String pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }
}
