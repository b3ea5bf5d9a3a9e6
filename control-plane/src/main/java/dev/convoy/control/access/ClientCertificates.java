package dev.convoy.control.access;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Knows whose certificate that is. The handshake has already proved possession of the key and the signature of the fleet's CA; whether
 * it is revoked, and what it is good for, is answered here. Blocks, so not on an event loop.
 */
@FunctionalInterface
public interface ClientCertificates {
    Optional<Identity> identify(X509Certificate certificate);
}
