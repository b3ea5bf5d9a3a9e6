package dev.convoy.xds;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the server proves itself with, and whose clients it believes.
 *
 * @param chain the server's own certificate first
 * @param clientAuthorities the CAs that may have signed a client's certificate
 */
public record ServerKeys(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> clientAuthorities) {
    public ServerKeys {
        chain = List.copyOf(chain);
        clientAuthorities = List.copyOf(clientAuthorities);
    }

    @Override
    public String toString() {
        return "ServerKeys[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
