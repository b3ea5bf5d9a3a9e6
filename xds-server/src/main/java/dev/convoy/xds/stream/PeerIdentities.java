package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.EnvoyGroup;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Tells who a client is by its certificate, and by nothing else. */
@FunctionalInterface
public interface PeerIdentities {
    /**
     * The group of a client.
     *
     * @param chain the client's own certificate first; already verified against the client authorities
     * @return nothing where it is nobody's, or was revoked: then there is no stream
     */
    Optional<EnvoyGroup> identify(List<X509Certificate> chain);
}
