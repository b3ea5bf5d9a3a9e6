package dev.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.embedded.EnvoyProcess;
import dev.convoy.embedded.LoopbackBlock;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder that the join writes, with a real Envoy in it. */
class RenewalTest {
    private static final int PORT = 15_443;

    private static final String IDENTITY = """
            {"resources": [{
              "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret",
              "name": "identity",
              "tls_certificate": {
                "certificate_chain": {"filename": "tls.crt"},
                "private_key": {"filename": "tls.key"},
                "watched_directory": {"path": "."}
              }
            }]}
            """;

    @TempDir
    private Path folder;

    @Test
    void aRunningEnvoyTakesUpTheRenewedCertificate() throws Exception {
        try (FakeHub hub = new FakeHub(null);
                LoopbackBlock block = LoopbackBlock.claim()) {
            String address = block.address();
            hub.moreFiles = Map.of("envoy.yaml", bootstrap(address), "sds/identity.json", IDENTITY);
            assertThat(join(hub, "--token", hub.token("tokyo"))).isZero();
            try (EnvoyProcess envoy = EnvoyProcess.start(folder, "envoy.yaml")) {
                envoy.awaitReady(Duration.ofSeconds(20));
                for (int i = 0; i < 100 && envoy.admin().stat("listener_manager.workers_started") == 0; i++) {
                    Thread.sleep(100);
                }
                assertThat(served(address, hub)).isEqualTo(serial());
                assertThat(join(hub)).isZero();
                for (int i = 0; i < 100 && !served(address, hub).equals(serial()); i++) {
                    Thread.sleep(100);
                }
                assertThat(served(address, hub)).isEqualTo(serial());
                assertThat(envoy.admin().stats(".*key_rotation_failed").values())
                        .containsOnly(0L);
            }
        }
    }

    /** A TLS server whose certificate is the folder's. */
    private static String bootstrap(String address) {
        return """
                node: {id: tokyo, cluster: tokyo}
                admin: {address: {socket_address: {address: 127.0.0.1, port_value: 0}}}
                static_resources:
                  listeners:
                  - address: {socket_address: {address: %s, port_value: %d}}
                    filter_chains:
                    - filters:
                      - name: envoy.filters.network.echo
                        typed_config:
                          "@type": type.googleapis.com/envoy.extensions.filters.network.echo.v3.Echo
                      transport_socket:
                        name: envoy.transport_sockets.tls
                        typed_config:
                          "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
                          common_tls_context:
                            tls_certificate_sds_secret_configs:
                            - name: identity
                              sds_config: {resource_api_version: V3, path_config_source: {path: sds/identity.json}}
                """.formatted(address, PORT);
    }

    private int join(FakeHub hub, String... more) {
        String[] arguments = {"join", "--hub", hub.url(), "--dir", folder.toString()};
        return Convoy.commandLine().execute(concat(arguments, more));
    }

    private static String[] concat(String[] first, String[] second) {
        return Stream.of(first, second).flatMap(Arrays::stream).toArray(String[]::new);
    }

    private BigInteger serial() throws IOException, GeneralSecurityException {
        return Pem.certificate(Files.readString(folder.resolve("tls.crt"))).getSerialNumber();
    }

    /** The serial number of the certificate that Envoy shows to a new connection. */
    private static BigInteger served(String address, FakeHub hub) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("ca", hub.authority.caCertificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.ofLiteral(address), PORT)) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }
}
