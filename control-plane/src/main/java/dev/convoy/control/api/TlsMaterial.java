package dev.convoy.control.api;

/**
 * What the API proves itself with, and whose client certificates it looks at; all of it PEM.
 *
 * @param certificateChain the server's own certificate first
 * @param privateKey PKCS#8
 * @param clientAuthorities the fleet's own CA
 */
public record TlsMaterial(String certificateChain, String privateKey, String clientAuthorities) {
    @Override
    public String toString() {
        return "TlsMaterial[certificateChain=" + certificateChain + "]";
    }
}
