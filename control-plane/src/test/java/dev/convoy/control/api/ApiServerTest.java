package dev.convoy.control.api;

import static dev.convoy.control.api.Texts.MEMBERSHIPS;
import static dev.convoy.control.api.Texts.ROUTES;
import static dev.convoy.control.api.Texts.membership;
import static dev.convoy.control.api.Texts.route;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApiServerTest {
    private static final int PLACES = 10;
    private static ServedApi api;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        api = new ServedApi(
                folder, new Limits(3 * 1024 * 1024, 8 * 1024, 16 * 1024, 10, PLACES, 1_000, Duration.ofSeconds(10)));
        api.send(api.post(MEMBERSHIPS, membership("tokyo")));
        api.send(api.post(MEMBERSHIPS, membership("osaka")));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void whoSendsNoCredentialIsToldWhichOneToSend() throws Exception {
        HttpResponse<String> response = api.send(api.request("/version").build());

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(status(response).path("kind").asText()).isEqualTo("Status");
        assertThat(status(response).path("message").asText()).contains("Authorization: Bearer");
    }

    @Test
    void aWrongTokenIsToldWhereTheRightOneIs() throws Exception {
        HttpResponse<String> response = api.send(api.as("guess", "/version").build());

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(status(response).path("message").asText()).contains("wrong or was revoked");
    }

    @Test
    void aMemberIsAtHomeInItsOwnTreeOnly() throws Exception {
        assertThat(codeAs("tokyo", "/members/tokyo/api/v1/services")).isEqualTo(200);
        assertThat(codeAs("tokyo", "/members/osaka/api/v1/services")).isEqualTo(403);
        assertThat(codeAs("tokyo", MEMBERSHIPS + "/tokyo")).isEqualTo(403);
        assertThat(codeAs("tokyo", "/api/v1/secrets")).isEqualTo(403);
        assertThat(codeAs("tokyo", "/members/tokyo/apis")).isEqualTo(200);
    }

    @Test
    void aStoreThatIsAwayIsAnsweredWithWhenToTryAgain() throws Exception {
        api.store.goAway();
        HttpResponse<String> response = api.send(api.post(ROUTES, route("away", "foo.com")));
        api.store.comeBack();

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(status(response).path("message").asText()).contains("read before you repeat it");
    }

    @Test
    void aBodyBeyondTheLimitIsRefusedWithTheLimit() throws Exception {
        String padding = "x".repeat(10 * 1024 * 1024);

        HttpResponse<String> response = api.send(api.post(ROUTES, "{\"kind\": \"" + padding + "\"}"));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(status(response).path("reason").asText()).isEqualTo("RequestEntityTooLarge");
        assertThat(status(response).path("message").asText()).contains("3145728 bytes");
    }

    @Test
    void anEndlessUrlIsTheClientsMistake() throws Exception {
        HttpResponse<String> response = api.send(api.asAdmin("/api/v1/services?labelSelector=" + "x".repeat(20_000))
                .build());

        assertThat(response.statusCode()).isBetween(400, 499);
    }

    @Test
    void anotherOriginIsNotAnswered() throws Exception {
        HttpRequest request =
                api.asAdmin("/version").header("Origin", "https://evil.example").build();

        assertThat(api.send(request).statusCode()).isEqualTo(403);
    }

    @Test
    void unknownFieldsAreWarnedOfOrRefused() throws Exception {
        String mistyped = route("mistyped", "foo.com").replace("hostnames", "hostnmes");

        HttpResponse<String> strict = api.send(api.post(ROUTES + "?fieldValidation=Strict", mistyped));
        HttpResponse<String> lenient = api.send(api.post(ROUTES, mistyped));

        assertThat(strict.statusCode()).isEqualTo(400);
        assertThat(status(strict).path("message").asText()).contains("did you mean \"hostnames\"");
        assertThat(lenient.statusCode()).isEqualTo(201);
        assertThat(lenient.headers().firstValue("Warning"))
                .hasValueSatisfying(warning -> assertThat(warning).startsWith("299 - \"unknown field"));
    }

    @Test
    void aJoinTokenIsGoodOnce() throws Exception {
        HttpResponse<String> created = api.send(api.post(MEMBERSHIPS, membership("sapporo")));
        String token = status(created).at("/status/joinToken").asText();
        assertThat(api.send(api.asAdmin(MEMBERSHIPS + "/sapporo").build()).body())
                .doesNotContain(token);

        HttpResponse<String> joined = join(token);
        assertThat(joined.statusCode()).isEqualTo(200);
        assertThat(status(joined).at("/files/tls.crt").asText()).isEqualTo("certificate for CSR");
        assertThat(status(joined).at("/files/envoy.yaml").asText()).isEqualTo("admin at 9901");

        HttpResponse<String> again = join(token);
        assertThat(again.statusCode()).isEqualTo(403);
        assertThat(status(again).path("message").asText()).contains("used before");

        HttpResponse<String> another = api.send(api.post(MEMBERSHIPS + "/sapporo/jointoken", ""));
        assertThat(join(status(another).at("/status/joinToken").asText()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void registeringAMemberAgainInVainVoidsNothing() throws Exception {
        HttpResponse<String> created = api.send(api.post(MEMBERSHIPS, membership("kobe")));

        assertThat(api.send(api.post(MEMBERSHIPS, membership("kobe"))).statusCode())
                .isEqualTo(409);

        assertThat(join(status(created).at("/status/joinToken").asText()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void strangersWhoSendSlowlyKeepNobodyOut() throws Exception {
        HttpRequest silent = api.request("/join")
                .POST(BodyPublishers.fromPublisher(_ -> {}, 100))
                .build();
        List<CompletableFuture<HttpResponse<String>>> strangers = Stream.generate(
                        () -> api.client().sendAsync(silent, BodyHandlers.ofString()))
                .limit(PLACES)
                .toList();

        for (int i = 0; i < 20; i++) {
            assertThat(codeAs("admin", "/version")).isEqualTo(200);
        }
        strangers.forEach(stranger -> stranger.cancel(true));
    }

    @Test
    void aJoinBeyondMeasureIsRefused() throws Exception {
        HttpResponse<String> answer = joinWith("{\"csr\": \"" + "x".repeat(100_000) + "\"}");
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(status(answer).path("message").asText()).contains("65536 bytes");
    }

    @Test
    void aJoinMayChooseThePortOfEnvoysAdmin() throws Exception {
        String token = status(api.send(api.post(MEMBERSHIPS, membership("nagoya"))))
                .at("/status/joinToken")
                .asText();
        HttpResponse<String> wrong = joinWith("{\"token\": \"" + token + "\", \"csr\": \"CSR\", \"adminPort\": 70000}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(status(wrong).path("message").asText()).contains("adminPort must be a port from 1 to 65535");
        HttpResponse<String> right = joinWith("{\"token\": \"" + token + "\", \"csr\": \"CSR\", \"adminPort\": 9911}");
        assertThat(status(right).at("/files/envoy.yaml").asText()).isEqualTo("admin at 9911");
    }

    @Test
    void whoHasNeitherTokenNorCertificateIsToldWhatToBring() throws Exception {
        HttpResponse<String> answer = joinWith("{\"csr\": \"CSR\"}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(status(answer).path("message").asText()).contains("one-time token", "show the certificate");
    }

    @Test
    void aWatchShowsWhatHappensAsItHappens() throws Exception {
        HttpResponse<Stream<String>> watch = api.client()
                .send(
                        api.asAdmin(
                                        "/apis/gateway.networking.k8s.io/v1/namespaces/default/gateways?watch=true&timeoutSeconds=30")
                                .build(),
                        BodyHandlers.ofLines());
        Iterator<String> lines = watch.body().iterator();
        String gateways = "/apis/gateway.networking.k8s.io/v1/namespaces/default/gateways";
        api.send(api.post(gateways, """
                {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway", "metadata": {"name": "edge"},
                 "spec": {"gatewayClassName": "convoy-mc", "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}}"""));
        assertThat(Json.MAPPER.readTree(lines.next()).path("type").asText()).isEqualTo("ADDED");

        api.send(api.asAdmin(gateways + "/edge/status")
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", BodyPublishers.ofString("{\"status\": {\"addresses\": [{\"value\": \"10.0.0.1\"}]}}"))
                .build());
        JsonNode judged = Json.MAPPER.readTree(lines.next());
        assertThat(judged.path("type").asText()).isEqualTo("MODIFIED");
        assertThat(judged.at("/object/status/addresses/0/value").asText()).isEqualTo("10.0.0.1");

        api.send(api.asAdmin(gateways + "/edge").DELETE().build());
        assertThat(Json.MAPPER.readTree(lines.next()).path("type").asText()).isEqualTo("DELETED");
        watch.body().close();
    }

    private static HttpResponse<String> join(String token) throws IOException, InterruptedException {
        return joinWith("{\"token\": \"" + token + "\", \"csr\": \"CSR\"}");
    }

    private static HttpResponse<String> joinWith(String body) throws IOException, InterruptedException {
        return api.send(api.request("/join")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private static int codeAs(String token, String path) throws IOException, InterruptedException {
        return api.send(api.as(token, path).build()).statusCode();
    }

    private static JsonNode status(HttpResponse<String> response) throws IOException {
        return Json.MAPPER.readTree(response.body());
    }
}
