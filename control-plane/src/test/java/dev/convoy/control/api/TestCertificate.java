package dev.convoy.control.api;

import dev.convoy.xds.ServerKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for 127.0.0.1 that signs itself, made by the JDK's keytool: good for a server, and for clients that it trusts. */
record TestCertificate(String certificate, String key, SSLContext trust, ServerKeys serverKeys) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    static TestCertificate create(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve("server.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=hub",
                        "-ext",
                        "SAN=ip:127.0.0.1,dns:hub.fleet.convoy.dev",
                        "-ext",
                        "bc=ca:true",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool: " + said);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        var certificate = (X509Certificate) keys.getCertificate("server");
        var key = (PrivateKey) keys.getKey("server", PASSWORD);
        return new TestCertificate(
                pem("CERTIFICATE", certificate.getEncoded()),
                pem("PRIVATE KEY", key.getEncoded()),
                trusting(certificate),
                new ServerKeys(key, List.of(certificate), List.of(certificate)));
    }

    private static SSLContext trusting(Certificate certificate) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("hub", certificate);
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type + "-----\n";
    }

    TlsMaterial material() {
        return new TlsMaterial(certificate, key, certificate);
    }
}
