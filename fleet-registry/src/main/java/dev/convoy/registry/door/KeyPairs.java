package dev.convoy.registry.door;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** Whether a certificate chain and a private key, both PEM, can be read and belong together. */
final class KeyPairs {
    private static final Pattern PRIVATE_KEY = Pattern.compile(
            "-----BEGIN (RSA |EC |ENCRYPTED )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END (?:RSA |EC |ENCRYPTED )?PRIVATE KEY-----");
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
        Matcher pem = PRIVATE_KEY.matcher(new String(key, StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            return List.of(Cause.invalid(KEY, "must be a private key in PEM (BEGIN PRIVATE KEY); this cannot be read"));
        }
        String form = pem.group(1) == null ? "" : pem.group(1);
        if (form.equals("ENCRYPTED ")) {
            return List.of(
                    Cause.invalid(KEY, "the key has a passphrase; store it without (openssl pkey -in … -out …)"));
        }
        return match(leaf, form, pem.group(2));
    }

    private static List<Cause> match(PublicKey leaf, String form, String base64) {
        PrivateKey privateKey;
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            byte[] pkcs8 = form.isEmpty() ? der : wrap(algorithmOf(leaf.getEncoded()), der);
            privateKey = KeyFactory.getInstance(leaf.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException _) {
            return List.of(Cause.invalid(
                    KEY, "cannot be read as a private key of the certificate's kind (" + leaf.getAlgorithm() + ")"));
        }
        return belongTogether(privateKey, leaf)
                ? List.of()
                : List.of(
                        Cause.invalid(
                                KEY,
                                "does not belong to the first certificate in tls.crt; store the key that the certificate was made for"));
    }

    /** The private half signs and the public half verifies. */
    private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> publicKey.getAlgorithm();
        };
        byte[] message = {1, 2, 3};
        try {
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

    /** The older forms ({@code BEGIN RSA|EC PRIVATE KEY}) lack the algorithm that PKCS#8 begins with; the certificate knows it. */
    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return tlv(0x30, concat(new byte[] {2, 1, 0}, algorithm, tlv(4, key)));
    }

    /** The first element of SubjectPublicKeyInfo. */
    private static byte[] algorithmOf(byte[] publicKeyInfo) {
        int start = contentOf(publicKeyInfo, 0);
        int content = contentOf(publicKeyInfo, start);
        return Arrays.copyOfRange(publicKeyInfo, start, content + (publicKeyInfo[start + 1] & 0xff));
    }

    /** Where the content of the DER element at {@code at} begins. */
    private static int contentOf(byte[] der, int at) {
        int length = der[at + 1] & 0xff;
        return at + 2 + (length < 0x80 ? 0 : length & 0x7f);
    }

    private static byte[] tlv(int tag, byte[] content) {
        int length = content.length;
        byte[] head = length < 0x80
                ? new byte[] {(byte) tag, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x83, (byte) (length >> 16), (byte) (length >> 8), (byte) length};
        return concat(head, content);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
