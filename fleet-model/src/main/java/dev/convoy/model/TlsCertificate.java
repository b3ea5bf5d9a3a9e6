package dev.convoy.model;

/** A certificate chain and its private key, both PEM. Printing it never shows the key. */
public record TlsCertificate(String chainPem, String privateKeyPem) {
    @Override
    public String toString() {
        return "TlsCertificate[" + chainPem.length() + " characters of chain, key not shown]";
    }
}
