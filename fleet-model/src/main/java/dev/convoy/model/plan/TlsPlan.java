package dev.convoy.model.plan;

import dev.convoy.model.ObjectId;
import dev.convoy.model.TlsCertificate;
import java.util.List;

/** The certificates that a chain presents; at least one. */
public record TlsPlan(List<Certificate> certificates) {
    public TlsPlan {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("TLS without a certificate");
        }
    }

    /** A certificate and the Secret that it comes from. */
    public record Certificate(ObjectId secret, TlsCertificate material) {}
}
