package dev.convoy.registry.door;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** Whether a certificate chain and a private key, both PEM, can be read and belong together. */
final class KeyPairs {
    private static final String CHAIN = "data[tls.crt]";
    private static final String KEY = "data[tls.key]";

    private KeyPairs() {}

    static List<Cause> check(byte[] chain, byte[] key) {
        PublicKey leaf;
        try {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(chain));
            if (certificates.isEmpty()) {
                return List.of(
                        Cause.invalid(CHAIN, "must be a certificate chain in PEM, the server's own certificate first"));
            }
            leaf = certificates.iterator().next().getPublicKey();
        } catch (GeneralSecurityException _) {
            return List.of(Cause.invalid(CHAIN, "must be a certificate chain in PEM; this cannot be read"));
        }
        String text = new String(key, StandardCharsets.ISO_8859_1);
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                switch (part) {
                    case PrivateKeyInfo found -> {
                        return match(leaf, found);
                    }
                    case PEMKeyPair found -> {
                        return match(leaf, found.getPrivateKeyInfo());
                    }
                    case PKCS8EncryptedPrivateKeyInfo _, PEMEncryptedKeyPair _ -> {
                        return List.of(Cause.invalid(
                                KEY, "the key has a passphrase; store it without (openssl pkey -in … -out …)"));
                    }
                    default -> {
                        // EC PARAMETERS, which openssl writes before the key.
                    }
                }
            }
        } catch (IOException | IllegalArgumentException _) {
            // Answered as where there is no key.
        }
        return List.of(Cause.invalid(KEY, "must be a private key in PEM (BEGIN PRIVATE KEY); this cannot be read"));
    }

    private static List<Cause> match(PublicKey leaf, PrivateKeyInfo info) throws IOException {
        return belongTogether(info, leaf)
                ? List.of()
                : List.of(
                        Cause.invalid(
                                KEY,
                                "does not belong to the first certificate in tls.crt; store the key that the certificate was made for"));
    }

    /** The private half signs and the public half verifies. */
    private static boolean belongTogether(PrivateKeyInfo info, PublicKey publicKey) throws IOException {
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> publicKey.getAlgorithm();
        };
        byte[] message = {1, 2, 3};
        try {
            // An EC key in the older form may leave its curve to the certificate.
            PrivateKeyInfo complete = new PrivateKeyInfo(
                    SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()).getAlgorithm(), info.parsePrivateKey());
            PrivateKey privateKey = KeyFactory.getInstance(publicKey.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(complete.getEncoded()));
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(privateKey);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
