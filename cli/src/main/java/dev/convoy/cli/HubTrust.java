package dev.convoy.cli;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts one CA, known by its fingerprint, and of its certificates only those of the hub: the members have certificates of the same CA,
 * and none of them may pose as it. The address that was dialled proves nothing and is not compared.
 */
final class HubTrust extends X509ExtendedTrustManager {
    private static final List<Object> HUB_NAME = List.of(2, "hub.fleet.convoy.dev");

    private final String fingerprint;
    private @Nullable X509Certificate ca;

    HubTrust(String fingerprint) {
        this.fingerprint = fingerprint;
    }

    /** The CA, once a hub proved itself. */
    synchronized X509Certificate ca() {
        if (ca == null) {
            throw new IllegalStateException("no hub has proved itself yet");
        }
        return ca;
    }

    static String fingerprint(X509Certificate certificate) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }

    private void check(X509Certificate[] chain, String authType) throws CertificateException {
        try {
            X509Certificate pinned = pinned(chain);
            pathTrust(pinned).checkServerTrusted(new X509Certificate[] {chain[0]}, authType);
            if (chain[0].getSubjectAlternativeNames() == null
                    || !chain[0].getSubjectAlternativeNames().contains(HUB_NAME)) {
                throw new NotTheHub("a certificate of the fleet that is not the hub's");
            }
            synchronized (this) {
                ca = pinned;
            }
        } catch (CertificateException refused) {
            throw refused;
        } catch (GeneralSecurityException | IOException broken) {
            throw new CertificateException(broken);
        }
    }

    private X509Certificate pinned(X509Certificate[] chain) throws GeneralSecurityException {
        for (X509Certificate certificate : chain) {
            if (fingerprint(certificate).equals(fingerprint)) {
                return certificate;
            }
        }
        throw new NotTheHub("the CA " + fingerprint(chain[chain.length - 1]));
    }

    private static X509TrustManager pathTrust(X509Certificate ca) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", ca);
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trusted);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** Somebody else answered. */
    static final class NotTheHub extends CertificateException {
        private final String shown;

        NotTheHub(String shown) {
            super("not the hub: it showed " + shown);
            this.shown = shown;
        }

        String shown() {
            return shown;
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw noServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw noServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw noServer();
    }

    private static CertificateException noServer() {
        return new CertificateException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
