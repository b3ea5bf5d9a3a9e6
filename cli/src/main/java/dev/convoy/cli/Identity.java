package dev.convoy.cli;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** What an earlier join left: a certificate, its key, and the CA. Printing it never shows the key. */
record Identity(X509Certificate certificate, PrivateKey key, X509Certificate ca) {
    String caFingerprint() {
        try {
            return HubTrust.fingerprint(ca);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a certificate has no encoding", impossible);
        }
    }

    KeyManager[] keyManagers() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry("member", key, new char[0], new X509Certificate[] {certificate});
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("this Java cannot use a P-256 key", impossible);
        }
    }

    @Override
    public String toString() {
        return "Identity[until " + certificate.getNotAfter().toInstant() + ", key not shown]";
    }
}
