package dev.convoy.bench;

import dev.convoy.xds.ServerKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** A folder that {@code xdsload certs} wrote: {@code ca.pem}, {@code server.pem}, {@code server.key}. */
record Certificates(Path folder) {
    Path ca() {
        return folder.resolve("ca.pem");
    }

    Path server() {
        return folder.resolve("server.pem");
    }

    Path serverKey() {
        return folder.resolve("server.key");
    }

    ServerKeys serverKeys() throws IOException, GeneralSecurityException {
        return new ServerKeys(key(serverKey()), List.of(certificate(server())), List.of(certificate(ca())));
    }

    /** That of the common name, {@code member-NUMBER}. */
    static int number(X509Certificate client) {
        String name = client.getSubjectX500Principal().getName();
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }

    private static X509Certificate certificate(Path pem) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(pem)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static PrivateKey key(Path pem) throws IOException, GeneralSecurityException {
        String base64 = Files.readString(pem).replaceAll("-----[A-Z ]+-----|\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }
}
