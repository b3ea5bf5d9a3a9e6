package dev.convoy.control.api;

import dev.convoy.control.access.Authenticator;
import dev.convoy.control.access.Identity;
import dev.convoy.model.MemberId;
import dev.convoy.registry.store.InMemoryObjectStore;
import dev.convoy.xds.delivery.Deliveries;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;

/** The API as it is served: over TLS, with tokens {@code admin} and, for the member of that name, {@code tokyo}. */
final class ServedApi implements AutoCloseable {
    static final String ADDRESS = "127.0.0.1";
    private static final Map<String, Identity> TOKENS = Map.of(
            "admin", new Identity.FleetAdmin("test"), "tokyo", new Identity.MemberGateway(new MemberId("tokyo")));

    final InMemoryObjectStore store = new InMemoryObjectStore();
    final FakeJoining joining = new FakeJoining();
    final TestCertificate certificate;
    final int port;
    private final Vertx vertx = Vertx.vertx();
    private final ApiServer server;
    private final HttpClient client;

    ServedApi(Path folder, Limits limits) throws IOException, InterruptedException, GeneralSecurityException {
        this(TestCertificate.create(folder), new Deliveries(Runnable::run), limits);
    }

    ServedApi(TestCertificate certificate, Deliveries deliveries, Limits limits) {
        this.certificate = certificate;
        var authenticator = new Authenticator(token -> Optional.ofNullable(TOKENS.get(token)), _ -> Optional.empty());
        server = new ApiServer(vertx, store, deliveries, authenticator, joining, certificate::material, limits);
        port = server.start(ADDRESS, 0);
        client = HttpClient.newBuilder().sslContext(certificate.trust()).build();
    }

    String url() {
        return "https://" + ADDRESS + ":" + port;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path));
    }

    HttpRequest.Builder asAdmin(String path) {
        return as("admin", path);
    }

    HttpRequest.Builder as(String token, String path) {
        return request(path).header("Authorization", "Bearer " + token);
    }

    HttpRequest post(String path, String body) {
        return asAdmin(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    HttpClient client() {
        return client;
    }

    @Override
    public void close() {
        client.shutdownNow();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
