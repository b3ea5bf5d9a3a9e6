package dev.convoy.cli;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;

/**
 * What the hub answered.
 *
 * @param files text by relative path
 */
record Membership(String member, Map<String, String> files) {
    static final String CERTIFICATE = "tls.crt";

    Membership {
        files = Map.copyOf(files);
    }

    /** A certificate that is not ours would only be found out by Envoy. */
    void require(PublicKey key, X509Certificate ca) {
        try {
            X509Certificate certificate = certificate();
            certificate.verify(ca.getPublicKey());
            if (!certificate.getPublicKey().equals(key)) {
                throw new CannotJoin(
                        "The hub answered with a certificate for another key; nothing was written. Is the hub"
                                + " of the same version as this command?");
            }
        } catch (GeneralSecurityException _) {
            throw new CannotJoin(
                    "The hub answered with a certificate that its own CA did not sign; nothing was written.");
        }
    }

    Instant expires() {
        try {
            return certificate().getNotAfter().toInstant();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a certificate that was just checked cannot be read", impossible);
        }
    }

    private X509Certificate certificate() throws GeneralSecurityException {
        return Pem.certificate(files.getOrDefault(CERTIFICATE, ""));
    }
}
