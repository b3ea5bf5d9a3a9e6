package dev.convoy.registry.member;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes the three kinds of certificates of a fleet: the CA's, the hub's and the members'. */
final class Certificates {
    private static final X500Name AUTHORITY = new X500Name("CN=Convoy fleet CA");

    private Certificates() {}

    /** The CA's own end: who signs, and with what. */
    record Signer(X509Certificate certificate, PrivateKey key) {
        @Override
        public String toString() {
            return "Signer[" + certificate.getSubjectX500Principal() + ", key not shown]";
        }
    }

    /** A time span, and the serial number in it. */
    record Term(BigInteger serial, Instant from, Instant until) {}

    static KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java has no P-256", impossible);
        }
    }

    static Signer authority(KeyPair keys, Term term) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    AUTHORITY,
                    term.serial(),
                    Date.from(term.from()),
                    Date.from(term.until()),
                    AUTHORITY,
                    keys.getPublic());
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(keys.getPublic()));
            return new Signer(signed(builder, keys.getPrivate()), keys.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException | IOException failed) {
            throw new IllegalStateException("the fleet's CA could not be made", failed);
        }
    }

    static X509Certificate hub(Signer signer, PublicKey key, Term term, List<GeneralName> names) {
        return leaf(signer, key, term, "CN=Convoy hub", names, List.of(KeyPurposeId.id_kp_serverAuth));
    }

    /** The same certificate serves as a client of the hub and as the server of the east-west listener. */
    static X509Certificate member(Signer signer, PublicKey key, Term term, Spiffe name) {
        return leaf(
                signer,
                key,
                term,
                "CN=Convoy gateway",
                List.of(new GeneralName(GeneralName.uniformResourceIdentifier, name.uri())),
                List.of(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth));
    }

    private static X509Certificate leaf(
            Signer signer,
            PublicKey key,
            Term term,
            String subject,
            List<GeneralName> names,
            List<KeyPurposeId> purposes) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    signer.certificate(),
                    term.serial(),
                    Date.from(term.from()),
                    Date.from(term.until()),
                    new X500Principal(subject),
                    key);
            addUses(builder, key, purposes);
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(key));
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(signer.certificate()));
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(new GeneralName[0])));
            return signed(builder, signer.key());
        } catch (GeneralSecurityException | OperatorCreationException | IOException failed) {
            throw new IllegalStateException("a certificate for " + names + " could not be made", failed);
        }
    }

    private static void addUses(X509v3CertificateBuilder builder, PublicKey key, List<KeyPurposeId> purposes)
            throws CertIOException {
        int encipher = key.getAlgorithm().equals("RSA") ? KeyUsage.keyEncipherment : 0;
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | encipher));
        builder.addExtension(
                Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes.toArray(new KeyPurposeId[0])));
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }
}
