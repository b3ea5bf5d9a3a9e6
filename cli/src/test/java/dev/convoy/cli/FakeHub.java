package dev.convoy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.convoy.model.MemberId;
import dev.convoy.registry.member.FleetAuthority;
import dev.convoy.registry.member.HubCertificate;
import dev.convoy.registry.member.InMemoryCredentialStore;
import dev.convoy.registry.member.Issuance;
import dev.convoy.registry.member.JoinTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The hub's {@code /join} over the real CA and the real tokens; only HTTP is made up. */
final class FakeHub implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final InMemoryCredentialStore store = new InMemoryCredentialStore();
    final FleetAuthority authority = FleetAuthority.open(store, Duration.ofDays(30), InstantSource.system());
    final JoinTokens tokens = new JoinTokens(store, authority, Duration.ofHours(1), InstantSource.system());
    final List<JsonNode> asked = new ArrayList<>();
    Map<String, String> moreFiles = Map.of("envoy.yaml", "node: {}\n", "sds/identity.json", "{}\n");

    private final HttpsServer server;

    FakeHub(@Nullable PrivateKey shownKey, X509Certificate... shown) throws IOException, GeneralSecurityException {
        SSLContext tls = SSLContext.getInstance("TLS");
        HubCertificate own =
                authority.hubCertificates(List.of("somewhere.else")).get();
        tls.init(
                keyManagers(
                        shown.length > 0 ? shown : own.chain().toArray(X509Certificate[]::new),
                        shownKey == null ? own.key() : shownKey),
                trustManagers(),
                null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = tls.getDefaultSSLParameters();
                wanted.setWantClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/join", this::join);
        server.start();
    }

    private static KeyManager[] keyManagers(X509Certificate[] chain, PrivateKey key)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry("server", key, new char[0], chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private TrustManager[] trustManagers() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("ca", authority.caCertificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    String token(String member) {
        return tokens.issue(new MemberId(member)).text();
    }

    private void join(HttpExchange exchange) throws IOException {
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        asked.add(body);
        String csr = body.path("csr").asText();
        Issuance issuance = body.has("token")
                ? tokens.redeem(body.path("token").asText(), csr)
                : authority.renew(clientCertificate((HttpsExchange) exchange), csr);
        switch (issuance) {
            case Issuance.Issued issued -> {
                ObjectNode answer = JSON.createObjectNode()
                        .put("member", issued.identity().member().name());
                ObjectNode files = answer.putObject("files");
                moreFiles.forEach(files::put);
                files.put("tls.crt", issued.certificatePem()).put("ca.crt", authority.caPem());
                send(exchange, 200, answer);
            }
            case Issuance.Refused(String sentence) ->
                send(
                        exchange,
                        403,
                        JSON.createObjectNode().put("kind", "Status").put("message", sentence));
        }
    }

    private static X509Certificate clientCertificate(HttpsExchange exchange) throws SSLPeerUnverifiedException {
        return (X509Certificate) exchange.getSSLSession().getPeerCertificates()[0];
    }

    private static void send(HttpExchange exchange, int status, JsonNode json) throws IOException {
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        authority.close();
    }
}
