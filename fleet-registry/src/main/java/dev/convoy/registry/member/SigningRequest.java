package dev.convoy.registry.member;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * What a certificate signing request is good for: a public key and the proof that the sender holds its private half. The names it asks
 * for are not even read; those come from the token.
 */
record SigningRequest(PublicKey key) {
    private static final int LONGEST = 16_384;

    /** @throws Unusable with a sentence for the sender */
    static SigningRequest parse(String pem) throws Unusable {
        if (pem.length() > LONGEST) {
            throw new Unusable("it is longer than " + LONGEST + " characters");
        }
        PublicKey key = provenKey(pem);
        boolean strong = switch (key) {
            case ECPublicKey ec -> ec.getParams().getCurve().getField().getFieldSize() == 256;
            case RSAPublicKey rsa ->
                rsa.getModulus().bitLength() >= 2048 && rsa.getModulus().bitLength() <= 4096;
            default -> false;
        };
        if (!strong) {
            throw new Unusable("its key must be ECDSA P-256, or RSA of 2048 to 4096 bits");
        }
        return new SigningRequest(key);
    }

    private static PublicKey provenKey(String pem) throws Unusable {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            if (!(parser.readObject() instanceof PKCS10CertificationRequest request)) {
                throw new Unusable("it is not PEM that begins with -----BEGIN CERTIFICATE REQUEST-----");
            }
            PublicKey key = new JcaPKCS10CertificationRequest(request).getPublicKey();
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new Unusable("it is not signed by the key it names");
            }
            return key;
        } catch (IOException | GeneralSecurityException | OperatorException | PKCSException | RuntimeException broken) {
            // The parser throws whatever the bytes make it stumble over.
            throw new Unusable("it cannot be decoded");
        }
    }

    /** The request cannot be signed. */
    static final class Unusable extends Exception {
        private final String sentence;

        Unusable(String why) {
            super(why);
            this.sentence = "The certificate signing request cannot be used: " + why + ".";
        }

        String sentence() {
            return sentence;
        }
    }
}
