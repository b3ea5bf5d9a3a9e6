package dev.convoy.registry.member;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Asks for certificates, honestly and otherwise. */
final class Applicant {
    private Applicant() {}

    static String csr() {
        return csr(Certificates.newKeyPair(), "SHA256withECDSA");
    }

    static String csr(KeyPair keys, String algorithm) {
        return csrFor("spiffe://fleet.convoy.dev/gateway/somebody", keys, keys, algorithm);
    }

    static String csrFor(String uri) {
        KeyPair keys = Certificates.newKeyPair();
        return csrFor(uri, keys, keys, "SHA256withECDSA");
    }

    /** Names one key and signs with another. */
    static String stolenKeyCsr() {
        return csrFor("", Certificates.newKeyPair(), Certificates.newKeyPair(), "SHA256withECDSA");
    }

    private static String csrFor(String uri, KeyPair named, KeyPair signing, String algorithm) {
        try {
            ExtensionsGenerator wishes = new ExtensionsGenerator();
            wishes.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
            return Pem.write(
                    "CERTIFICATE REQUEST",
                    new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=admin"), named.getPublic())
                            .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, wishes.generate())
                            .build(new JcaContentSignerBuilder(algorithm).build(signing.getPrivate()))
                            .getEncoded());
        } catch (IOException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static X509Certificate certificate(Issuance issuance) {
        try {
            return Pem.certificate(((Issuance.Issued) issuance).certificatePem());
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    static String refusal(Issuance issuance) {
        return ((Issuance.Refused) issuance).sentence();
    }
}
