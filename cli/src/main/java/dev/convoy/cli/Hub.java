package dev.convoy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** The hub's API as a newcomer, or a member that renews, may use it. */
final class Hub {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI url;
    private final HubTrust trust;
    private final KeyManager[] keys;
    private final Optional<JoinToken> token;

    private Hub(URI url, HubTrust trust, KeyManager[] keys, Optional<JoinToken> token) {
        if (!"https".equals(url.getScheme()) || url.getHost() == null) {
            throw new CannotJoin("--hub " + url + " is not the URL of a hub; write https://host:port.");
        }
        this.url = url.resolve("/join");
        this.trust = trust;
        this.keys = keys;
        this.token = token;
    }

    /** Knows the hub by the token. */
    static Hub ofNewcomer(URI url, JoinToken token) {
        return new Hub(url, new HubTrust(token.fingerprint()), new KeyManager[0], Optional.of(token));
    }

    /** Knows the hub by the CA of its own identity, and proves itself by that. */
    static Hub ofMember(URI url, Identity identity) {
        return new Hub(url, new HubTrust(identity.caFingerprint()), identity.keyManagers(), Optional.empty());
    }

    X509Certificate caCertificate() {
        return trust.ca();
    }

    String caPem() throws IOException {
        try {
            return Pem.write("CERTIFICATE", trust.ca().getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the CA's certificate has no encoding", impossible);
        }
    }

    /** Asks for a certificate. */
    Membership join(String csrPem, @Nullable Integer adminPort) throws IOException {
        ObjectNode body = JSON.createObjectNode().put("csr", csrPem);
        token.ifPresent(given -> body.put("token", given.text()));
        if (adminPort != null) {
            body.put("adminPort", adminPort);
        }
        HttpResponse<String> answer = send(HttpRequest.newBuilder(url)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
        JsonNode json = json(answer);
        if (answer.statusCode() / 100 != 2) {
            throw new CannotJoin(json.path("message")
                    .asText("The hub at " + url + " answered " + answer.statusCode() + " and did not say why."));
        }
        Map<String, String> files = new TreeMap<>();
        json.path("files")
                .properties()
                .forEach(file -> files.put(file.getKey(), file.getValue().asText()));
        return new Membership(json.path("member").asText(), files);
    }

    private JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException _) {
            throw new CannotJoin("What answers at " + url + " is not a hub's API: it answered " + answer.statusCode()
                    + " without JSON. Check --hub.");
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .sslContext(tls())
                .build()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CannotJoin("Interrupted.");
        } catch (HttpConnectTimeoutException | ConnectException _) {
            throw new CannotJoin("Nothing answers at " + url + ". Check --hub, and that the hub is up.");
        } catch (HttpTimeoutException _) {
            throw new CannotJoin("The hub at " + url + " did not answer within " + PATIENCE.toSeconds()
                    + " seconds. The join token may be spent; if trying again says so, ask for a new one.");
        } catch (SSLException refused) {
            throw notTheHub(refused);
        } catch (IOException broken) {
            throw new CannotJoin("The connection to " + url + " broke: " + broken.getMessage()
                    + ". Check --hub, and that the hub is up.");
        }
    }

    private CannotJoin notTheHub(SSLException refused) {
        return Stream.iterate((Throwable) refused, cause -> cause != null, Throwable::getCause)
                .filter(HubTrust.NotTheHub.class::isInstance)
                .map(HubTrust.NotTheHub.class::cast)
                .findFirst()
                .map(other -> new CannotJoin("What answers at " + url + " is not the hub of this fleet: it showed "
                        + other.shown() + ". Nothing was sent to it. Check --hub; if that is right, somebody may be in"
                        + " between."))
                .orElseGet(() -> new CannotJoin(
                        "No safe connection to " + url + " could be made: " + refused.getMessage() + "."));
    }

    private SSLContext tls() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java has no TLS", impossible);
        }
    }
}
