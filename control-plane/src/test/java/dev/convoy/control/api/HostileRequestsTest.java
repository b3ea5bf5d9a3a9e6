package dev.convoy.control.api;

import static dev.convoy.control.api.Texts.MEMBERSHIPS;
import static dev.convoy.control.api.Texts.membership;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not be kept, sent as a client would: never the hub's fault, always a sentence, and nothing is stored. */
final class HostileRequestsTest {
    private static final String TOKYO = "/members/tokyo/apis/";
    private static final String ROUTES = TOKYO + "gateway.networking.k8s.io/v1/namespaces/store/httproutes";
    private static final String SLICES = TOKYO + "discovery.k8s.io/v1/namespaces/store/endpointslices";
    private static ServedApi api;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        api = new ServedApi(folder, Limits.standard());
        api.send(api.post(MEMBERSHIPS, membership("tokyo")));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"filters": [{"type": "RequestHeaderModifier", "requestHeaderModifier": {"set": [{"name": "x", "value": "a\\r\\nb: c"}]}}]} | control characters
            {"filters": [{"type": "RequestHeaderModifier", "requestHeaderModifier": {"set": [{"name": "x\\r\\n", "value": "a"}]}}]}     | must match the pattern
            {"matches": [{"path": {"value": "/a\\r\\nb"}}]}                                                                           | path
            {"matches": [{"headers": [{"name": "env", "value": "a\\nb"}]}]}                                                            | control characters
            {"matches": [{"path": {"type": "RegularExpression", "value": "/(a"}}]}                                                     | RE2 syntax
            {"backendRefs": [{"name": "web", "port": 80, "weight": 2147483648}]}                                                       | between 0 and 1000000
            {"backendRefs": [{"name": "web", "port": 80, "weight": -1}]}                                                               | between 0 and 1000000
            {"backendRefs": [{"name": "web", "port": 65536}]}                                                                          | between 1 and 65535
            """)
    void aRuleThatEnvoyMustNotSeeIsRefusedByItsField(String rule, String remedy) throws Exception {
        JsonNode status = refused(422, ROUTES, route("web", rule));

        assertThat(status.path("message").asText()).contains("spec.rules[0]", remedy);
        assertThat(status.at("/details/kind").asText()).isEqualTo("HTTPRoute");
        assertThat(status.at("/details/causes")).isNotEmpty();
    }

    @Test
    void anOverLongNameIsRefusedAndNotRepeatedWithoutEnd() throws Exception {
        JsonNode status = refused(422, ROUTES, route("a".repeat(100_000), "{}"));

        assertThat(status.at("/details/causes/0/message").asText())
                .hasSizeLessThan(500)
                .contains("at most 253");
    }

    @Test
    void anUnknownFieldIsRefusedWhereTheClientIsStrict() throws Exception {
        JsonNode status = refused(400, ROUTES + "?fieldValidation=Strict", route("web", "{\"backendRef\": []}"));

        assertThat(status.path("message").asText())
                .contains("unknown field \"spec.rules[0].backendRef\": did you mean \"backendRefs\"?");
    }

    @Test
    void aWrongApiVersionIsToldTheRightOnes() throws Exception {
        JsonNode status = refused(400, ROUTES, route("web", "{}").replace("io/v1", "io/v7"));

        assertThat(status.path("message").asText()).contains("gateway.networking.k8s.io/v1beta1");
        assertThat(refused(404, ROUTES.replace("io/v1", "io/v7"), route("web", "{}"))
                        .path("message")
                        .asText())
                .contains("Did you mean \"v1\"?");
    }

    @Test
    void anEndpointOfTheMachineItselfNeedsPermission() throws Exception {
        JsonNode status = refused(422, SLICES, """
                {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "metadata": {"name": "web"}, "addressType": "IPv4",
                 "ports": [{"port": 9901}], "endpoints": [{"addresses": ["127.0.0.1"]}]}""");

        assertThat(status.path("message").asText()).contains("spec.allowLoopbackEndpoints in the Membership");
    }

    @Test
    void aCompressedBodyIsNotUnpacked() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(api.post(ROUTES, route("web", "{}")), (name, value) -> true)
                .header("Content-Encoding", "gzip")
                .build();

        HttpResponse<String> response = api.send(request);

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).contains("send the body uncompressed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{", "{}", "\0", "{\"spec\": 5}", "{\"kind\": \"Gateway\"}"})
    void whatIsNoRouteIsRefused(String body) throws Exception {
        HttpResponse<String> response = api.send(api.post(ROUTES, body));

        assertThat(response.statusCode()).isBetween(400, 499);
        assertThat(Json.MAPPER.readTree(response.body()).path("message").asText())
                .isNotBlank()
                .doesNotContain("REDACTED", "Exception");
    }

    private static JsonNode refused(int code, String path, String body) throws Exception {
        long before = api.store.listAll().revision();
        HttpResponse<String> response = api.send(api.post(path, body));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(code);
        assertThat(api.store.listAll().revision()).isEqualTo(before);
        return Json.MAPPER.readTree(response.body());
    }

    private static String route(String name, String rule) {
        return """
                {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": {"name": "%s"},
                 "spec": {"rules": [%s]}}""".formatted(name, rule);
    }
}
