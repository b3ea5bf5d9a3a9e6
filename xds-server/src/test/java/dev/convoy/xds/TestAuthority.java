package dev.convoy.xds;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A certificate authority for tests: as much of X.509 as mutual TLS needs. */
public final class TestAuthority {
    private static final AtomicLong SERIAL = new AtomicLong(1);
    private static final byte[] ECDSA_WITH_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
    private static final int URI = 0x86;
    private static final int DNS = 0x82;
    private static final int IP = 0x87;

    private final String name;
    private final KeyPair keys = newKeys();
    private final X509Certificate certificate;

    public TestAuthority(String name) {
        this.name = name;
        // basicConstraints: a CA
        byte[] extension = sequence(oid(0x55, 0x1d, 0x13), bool(), octets(sequence(bool())));
        this.certificate = sign(name, keys, extension);
    }

    /** A key with its certificate. */
    public record Identity(PrivateKey key, X509Certificate certificate) {
        public String keyPem() {
            return pem("PRIVATE KEY", key.getEncoded());
        }

        public String certificatePem() {
            return TestAuthority.pem(certificate);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public Identity server(String host) {
        return issue(host, dns(host));
    }

    /** For clients that know the server by its address, too. */
    public Identity server(String host, InetAddress address) {
        return issue(host, dns(host), der(IP, address.getAddress()));
    }

    public Identity client(String uri) {
        return issue("client", der(URI, uri.getBytes(StandardCharsets.US_ASCII)));
    }

    public ServerKeys keysFor(Identity server) {
        return new ServerKeys(server.key(), List.of(server.certificate()), List.of(certificate));
    }

    public static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] dns(String host) {
        return der(DNS, host.getBytes(StandardCharsets.US_ASCII));
    }

    private Identity issue(String subject, byte[]... subjectNames) {
        KeyPair pair = newKeys();
        byte[] names = sequence(subjectNames);
        X509Certificate issued = sign(subject, pair, sequence(oid(0x55, 0x1d, 0x11), octets(names)));
        return new Identity(pair.getPrivate(), issued);
    }

    private X509Certificate sign(String subject, KeyPair pair, byte[] extension) {
        Instant now = Instant.now();
        byte[] body = sequence(
                der(0xa0, integer(BigInteger.TWO)),
                integer(BigInteger.valueOf(SERIAL.getAndIncrement())),
                ECDSA_WITH_SHA256,
                name(name),
                sequence(time(now.minusSeconds(3_600)), time(now.plusSeconds(86_400))),
                name(subject),
                pair.getPublic().getEncoded(),
                der(0xa3, sequence(extension)));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(body);
            byte[] encoded = sequence(body, ECDSA_WITH_SHA256, der(0x03, new byte[] {0}, signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static byte[] name(String commonName) {
        byte[] value = der(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
        return sequence(der(0x31, sequence(oid(0x55, 0x04, 0x03), value)));
    }

    private static byte[] time(Instant instant) {
        String text = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(instant);
        return der(0x18, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] integer(BigInteger value) {
        return der(0x02, value.toByteArray());
    }

    private static byte[] bool() {
        return der(0x01, new byte[] {(byte) 0xff});
    }

    private static byte[] octets(byte[] content) {
        return der(0x04, content);
    }

    private static byte[] oid(int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return der(0x06, content);
    }

    private static byte[] sequence(byte[]... parts) {
        return der(0x30, parts);
    }

    private static byte[] der(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.size() < 0x80) {
            out.write(content.size());
        } else {
            byte[] length = BigInteger.valueOf(content.size()).toByteArray();
            int skip = length[0] == 0 ? 1 : 0;
            out.write(0x80 | (length.length - skip));
            out.write(length, skip, length.length - skip);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
