package dev.convoy.control.api;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The DNS names that a certificate is good for. */
final class CertificateNames {
    private static final int DNS_NAME = 2;

    private CertificateNames() {}

    /** @param chain PEM, the certificate itself first */
    static Set<String> in(String chain) {
        try {
            var certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(chain.getBytes(StandardCharsets.US_ASCII)));
            var names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? Set.of()
                    : names.stream()
                            .filter(name -> name.getFirst() instanceof Integer type && type == DNS_NAME)
                            .map((List<?> name) -> name.get(1).toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.toUnmodifiableSet());
        } catch (CertificateException e) {
            throw new IllegalArgumentException("the API's own certificate cannot be read", e);
        }
    }
}
