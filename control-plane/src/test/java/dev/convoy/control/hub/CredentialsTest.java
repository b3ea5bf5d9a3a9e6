package dev.convoy.control.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.convoy.control.access.Authenticator;
import dev.convoy.control.access.Identity;
import dev.convoy.control.api.ApiServer;
import dev.convoy.control.api.Limits;
import dev.convoy.control.api.TlsMaterial;
import dev.convoy.model.FleetModel;
import dev.convoy.model.MemberId;
import dev.convoy.model.SocketAddress;
import dev.convoy.registry.member.AccessTokens;
import dev.convoy.registry.member.AccessTokens.IssuedToken;
import dev.convoy.registry.member.FleetAuthority;
import dev.convoy.registry.member.HubCertificate;
import dev.convoy.registry.member.InMemoryCredentialStore;
import dev.convoy.registry.member.JoinTokens;
import dev.convoy.registry.member.Kubeconfig;
import dev.convoy.registry.member.Role;
import dev.convoy.registry.read.ReadResult;
import dev.convoy.registry.read.Reader;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joins, renewals and revocations over the API as it is served, with the real CA and tokens; only the databases are fakes. */
class CredentialsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MEMBERSHIPS = "/apis/fleet.convoy.dev/v1alpha1/memberships";
    private static final InstantSource CLOCK = InstantSource.system();

    private final Vertx vertx = Vertx.vertx();
    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final InMemoryCredentialStore credentials = new InMemoryCredentialStore();
    private final FleetAuthority authority = FleetAuthority.open(credentials, Duration.ofDays(30), CLOCK);
    private final AccessTokens tokens = new AccessTokens(credentials, CLOCK);
    private final IssuedToken admin = tokens.issue("alice", Role.FLEET_ADMIN, null);

    private Registered registered;
    private ApiServer server;
    private int port;

    @BeforeEach
    void start(@TempDir Path home) {
        registered = new Registered(new Kubeconfig(home.resolve("kubeconfig"), "https://hub", "CA"), tokens);
        Peers peers = new Peers(authority, registered);
        JoinTokens joinTokens = new JoinTokens(credentials, authority, Duration.ofHours(1), CLOCK);
        Supplier<HubCertificate> certificate = authority.hubCertificates(List.of("127.0.0.1"));
        server = new ApiServer(
                vertx,
                objects,
                new Deliveries(Runnable::run),
                new Authenticator(
                        token -> tokens.authenticate(token).map(bearer -> new Identity.FleetAdmin(bearer.subject())),
                        shown -> peers.member(shown).map(Identity.MemberGateway::new)),
                new MemberJoining(joinTokens, authority, peers, new SocketAddress("127.0.0.1", 18_000)),
                () -> new TlsMaterial(
                        certificate.get().chainPem(), certificate.get().keyPem(), authority.caPem()),
                new Limits(1 << 20, 8 * 1024, 16 * 1024, 10, 10, 1_000, Duration.ofSeconds(10)));
        port = server.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        server.close();
        authority.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** What the pipeline does after each change. */
    private void observe() {
        Reader reader = new Reader();
        registered.accept(FleetModel.of(objects.listAll().items().stream()
                .map(reader::read)
                .flatMap(result -> result instanceof ReadResult.Read(var object) ? Stream.of(object) : Stream.empty())
                .toList()));
    }

    private HttpResponse<String> send(SSLContext tls, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isLessThan(500);
            return answer;
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> asAdmin(String method, String path, String body) throws Exception {
        return send(
                Newcomer.tls(authority.caCertificate()),
                request(path)
                        .header("Authorization", "Bearer " + admin.text())
                        .method(method, BodyPublishers.ofString(body)));
    }

    private int get(SSLContext as, String path) throws Exception {
        return send(as, request(path).GET()).statusCode();
    }

    /** Registers a member; its join token. */
    private String register(String member) throws Exception {
        HttpResponse<String> created = asAdmin("POST", MEMBERSHIPS, """
                {"apiVersion": "fleet.convoy.dev/v1alpha1", "kind": "Membership", "metadata": {"name": "%s"}, "spec": {}}""".formatted(member));
        observe();
        return JSON.readTree(created.body()).at("/status/joinToken").asText();
    }

    private HttpResponse<String> join(SSLContext as, Map<String, String> body) throws Exception {
        return send(as, request("/join").POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private SSLContext joined(String token) throws Exception {
        Newcomer newcomer = Newcomer.create();
        HttpResponse<String> answer =
                join(Newcomer.tls(authority.caCertificate()), Map.of("token", token, "csr", newcomer.csr("anybody")));
        return identity(newcomer, answer);
    }

    private SSLContext identity(Newcomer newcomer, HttpResponse<String> answer) throws Exception {
        JsonNode files = JSON.readTree(answer.body()).path("files");
        assertThat(files.path("tls.crt").asText()).as(answer.body()).isNotEmpty();
        return newcomer.tls(authority.caCertificate(), files.path("tls.crt").asText());
    }

    private static String message(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body()).path("message").asText();
    }

    @Test
    void aMembersCertificateIsGoodForItsOwnTreeAndNoOther() throws Exception {
        SSLContext tokyo = joined(register("tokyo"));
        register("osaka");
        assertThat(get(tokyo, "/members/tokyo/api/v1/services")).isEqualTo(200);
        assertThat(get(tokyo, "/members/osaka/api/v1/services")).isEqualTo(403);
        assertThat(get(tokyo, MEMBERSHIPS)).isEqualTo(403);
        assertThat(get(tokyo, "/api/v1/secrets")).isEqualTo(403);
    }

    @Test
    void aRequestThatAsksForAnotherMembersNameStillGetsItsOwn() throws Exception {
        register("osaka");
        Newcomer newcomer = Newcomer.create();
        HttpResponse<String> answer = join(
                Newcomer.tls(authority.caCertificate()),
                Map.of("token", register("tokyo"), "csr", newcomer.csr("osaka")));
        SSLContext tls = identity(newcomer, answer);
        assertThat(get(tls, "/members/osaka/api/v1/services")).isEqualTo(403);
        assertThat(get(tls, "/members/tokyo/api/v1/services")).isEqualTo(200);
    }

    @Test
    void theAnswerHoldsAllThatAnEnvoyStartsWith() throws Exception {
        Newcomer newcomer = Newcomer.create();
        String body = JSON.createObjectNode()
                .put("token", register("tokyo"))
                .put("csr", newcomer.csr("tokyo"))
                .put("adminPort", 9911)
                .toString();
        JsonNode files = JSON.readTree(send(
                                Newcomer.tls(authority.caCertificate()),
                                request("/join").POST(BodyPublishers.ofString(body)))
                        .body())
                .path("files");
        assertThat(files.path("ca.crt").asText()).isEqualTo(authority.caPem());
        assertThat(files.path("envoy.yaml").asText()).contains("port_value: 9911", "port_value: 18000");
        assertThat(files.path("sds/identity.json").asText()).contains("tls.key");
        assertThat(files.has("tls.key")).isFalse();
    }

    @Test
    void aTokenThatIsUsedWrongOrNoneIsRefusedInASentence() throws Exception {
        String token = register("tokyo");
        joined(token);
        SSLContext stranger = Newcomer.tls(authority.caCertificate());
        String csr = Newcomer.create().csr("tokyo");
        String wrong = token.substring(0, 30) + (token.charAt(30) == 'A' ? 'B' : 'A') + token.substring(31);
        for (var expected : Map.of(
                        token,
                        "used before",
                        wrong,
                        "not valid here",
                        "nonsense",
                        "not a join token",
                        "%00%0d%0a\u0000",
                        "not a join token")
                .entrySet()) {
            HttpResponse<String> answer = join(stranger, Map.of("token", expected.getKey(), "csr", csr));
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(message(answer)).contains(expected.getValue()).doesNotContain(token);
        }
    }

    @Test
    void aMemberRenewsWithWhatItHasUntilThatIsRevoked() throws Exception {
        SSLContext first = joined(register("tokyo"));
        Newcomer newcomer = Newcomer.create();
        SSLContext second = identity(newcomer, join(first, Map.of("csr", newcomer.csr("osaka"))));
        assertThat(get(second, "/members/tokyo/api/v1/services")).isEqualTo(200);

        authority.revoke(new MemberId("tokyo"));

        HttpResponse<String> refused = join(second, Map.of("csr", newcomer.csr("tokyo")));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(message(refused)).contains("cannot renew", "new join token");
        assertThat(get(second, "/members/tokyo/api/v1/services")).isEqualTo(401);
    }

    @Test
    void whoIsUnregisteredIsAStrangerAlsoWhenTheNameIsGivenAgain() throws Exception {
        SSLContext before = joined(register("tokyo"));
        asAdmin("DELETE", MEMBERSHIPS + "/tokyo", "");
        observe();
        assertThat(get(before, "/members/tokyo/api/v1/services")).isEqualTo(401);
        String again = register("tokyo");
        assertThat(get(before, "/members/tokyo/api/v1/services")).isEqualTo(401);
        assertThat(get(joined(again), "/members/tokyo/api/v1/services")).isEqualTo(200);
    }

    @Test
    void aRevokedAccessTokenEndsAtOnce() throws Exception {
        assertThat(asAdmin("GET", MEMBERSHIPS, "").statusCode()).isEqualTo(200);
        tokens.revoke(admin.id());
        HttpResponse<String> refused = asAdmin("GET", MEMBERSHIPS, "");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).doesNotContain(admin.text());
    }

    @Test
    void unusedTokensDoNotPileUp() throws Exception {
        register("tokyo");
        HttpResponse<String> last = asAdmin("POST", MEMBERSHIPS + "/tokyo/jointoken", "");
        for (int i = 0; i < 25; i++) {
            last = asAdmin("POST", MEMBERSHIPS + "/tokyo/jointoken", "");
        }
        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.headers().firstValue("Retry-After")).isPresent();
        assertThat(message(last)).contains("tokyo has 20 unused join tokens");
    }
}
