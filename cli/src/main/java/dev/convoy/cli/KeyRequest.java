package dev.convoy.cli;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A new key, which never leaves this machine, and the request for its certificate. The names in it are up to the hub. */
record KeyRequest(PublicKey publicKey, String privateKeyPem, String csrPem) {
    static KeyRequest create() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            byte[] csr = new JcaPKCS10CertificationRequestBuilder(
                            new X500Principal("CN=Convoy gateway"), keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                    .getEncoded();
            return new KeyRequest(
                    keys.getPublic(),
                    Pem.write("PRIVATE KEY", keys.getPrivate().getEncoded()),
                    Pem.write("CERTIFICATE REQUEST", csr));
        } catch (GeneralSecurityException | OperatorCreationException impossible) {
            throw new IllegalStateException("this Java cannot make a P-256 key", impossible);
        }
    }

    @Override
    public String toString() {
        return "KeyRequest[key not shown]";
    }
}
