package dev.convoy.registry.member;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the hub's servers prove themselves with. Printing it never shows the key.
 *
 * @param chain the hub's own certificate, then the CA's, by which a newcomer knows the fleet
 */
public record HubCertificate(PrivateKey key, List<X509Certificate> chain) {
    public HubCertificate {
        chain = List.copyOf(chain);
    }

    public String chainPem() {
        return chain.stream().map(FleetAuthority::pem).collect(Collectors.joining());
    }

    /** PKCS#8. */
    public String keyPem() {
        return Pem.write("PRIVATE KEY", key.getEncoded());
    }

    @Override
    public String toString() {
        return "HubCertificate[until " + chain.getFirst().getNotAfter().toInstant() + ", key not shown]";
    }
}
