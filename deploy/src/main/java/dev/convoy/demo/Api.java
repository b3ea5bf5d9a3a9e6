package dev.convoy.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The hub's Kubernetes-style API as one client sees it: the fleet's tree or a member's, with that client's credential. */
final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<String> WITHOUT_NAMESPACE = Set.of("Namespace", "Membership", "GatewayClass");

    private final Credential credential;
    private final HttpClient client;
    private final String tree;

    /** @param tree empty for the fleet's own objects, or {@code /members/<name>} */
    Api(Credential credential, String tree) {
        this.credential = credential;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(credential.tls())
                .build();
        this.tree = tree;
    }

    /** Creates the object, or makes the one that is there like it by a merge patch. */
    JsonNode apply(ObjectNode object) {
        Reply created = send("POST", collection(object), "application/json", object);
        if (created.status() != 409) {
            return created.orFail();
        }
        return send("PATCH", path(object), "application/merge-patch+json", object)
                .orFail();
    }

    Optional<JsonNode> find(ObjectNode object) {
        Reply reply = send("GET", path(object), "application/json", null);
        return reply.status() == 404 ? Optional.empty() : Optional.of(reply.orFail());
    }

    /** Sends a body to a path below the tree and returns the answer, whatever it is. */
    Reply post(String path, JsonNode body) {
        return send("POST", tree + path, "application/json", body);
    }

    /** What the hub answered. */
    record Reply(String request, int status, JsonNode body) {
        JsonNode orFail() {
            if (status / 100 != 2) {
                throw new DemoFailure("The hub refused " + request + " with " + status + ": "
                        + body.path("message").asText(body.toString()));
            }
            return body;
        }
    }

    private Reply send(String method, String path, String type, @Nullable JsonNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(credential.server() + path))
                .timeout(PATIENCE)
                .header("content-type", type)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()));
        credential.token().ifPresent(token -> request.header("authorization", "Bearer " + token));
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(method + " " + path, response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new DemoFailure("The hub did not answer " + method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        }
    }

    private String path(ObjectNode object) {
        return collection(object) + "/" + object.at("/metadata/name").asText();
    }

    private String collection(ObjectNode object) {
        String version = object.path("apiVersion").asText();
        String kind = object.path("kind").asText();
        String plural = kind.toLowerCase(Locale.ROOT) + (kind.endsWith("s") ? "es" : "s");
        String namespace = WITHOUT_NAMESPACE.contains(kind)
                ? ""
                : "/namespaces/" + object.at("/metadata/namespace").asText("default");
        return tree + (version.contains("/") ? "/apis/" : "/api/") + version + namespace + "/" + plural;
    }
}
