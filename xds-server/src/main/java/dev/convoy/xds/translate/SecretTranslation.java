package dev.convoy.xds.translate;

import dev.convoy.model.plan.TlsPlan;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;

/** A Gateway's certificate, which its Envoys ask for on the stream. */
final class SecretTranslation {
    private SecretTranslation() {}

    static Secret translate(TlsPlan.Certificate certificate) {
        return Secret.newBuilder()
                .setName(Names.secret(certificate.secret()))
                .setTlsCertificate(TlsCertificate.newBuilder()
                        .setCertificateChain(text(certificate.material().chainPem()))
                        .setPrivateKey(text(certificate.material().privateKeyPem())))
                .build();
    }

    private static DataSource text(String pem) {
        return DataSource.newBuilder().setInlineString(pem).build();
    }
}
