package dev.convoy.xds.translate;

import static dev.convoy.xds.translate.Plans.GATEWAY;
import static dev.convoy.xds.translate.Plans.TOKYO;
import static dev.convoy.xds.translate.Plans.at;
import static dev.convoy.xds.translate.Plans.backend;
import static dev.convoy.xds.translate.Plans.fleetService;
import static dev.convoy.xds.translate.Plans.host;
import static dev.convoy.xds.translate.Plans.prefix;
import static dev.convoy.xds.translate.Plans.prefixWithHeader;
import static dev.convoy.xds.translate.Plans.reference;
import static dev.convoy.xds.translate.Plans.route;
import static dev.convoy.xds.translate.Plans.to;
import static dev.convoy.xds.translate.Plans.weighted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.convoy.model.Policy;
import dev.convoy.model.Policy.Header;
import dev.convoy.model.Policy.HeaderEdits;
import dev.convoy.model.Policy.PathEdit;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendPlan;
import dev.convoy.model.plan.BackendPlan.Hop;
import dev.convoy.model.plan.ChainPlan;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.PortPlan;
import dev.convoy.model.plan.RoutePlan.Action;
import dev.convoy.model.plan.RoutePlan.WeightedBackend;
import dev.convoy.model.plan.TlsPlan;
import dev.convoy.model.plan.VirtualHostPlan;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a real Envoy does with the routes of one member. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneMemberTest {
    private static final BackendId V1 = fleetService("web-v1");
    private static final BackendId V2 = fleetService("web-v2");
    private static final HeaderEdits NO_EDITS = new HeaderEdits(List.of(), List.of(), List.of());

    private Fleet fleet;
    private Pod v1;
    private Pod v2;
    private String web;
    private String address;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        fleet = new Fleet(directory);
        v1 = fleet.pod("v1");
        v2 = fleet.pod("v2");
        address = fleet.address();
        web = "http://" + address + ":8080";
        GatewayPlan gateway = new GatewayPlan(
                GATEWAY,
                address,
                List.of(
                        new PortPlan(8080, List.of(new ChainPlan("", null, List.of(routes())))),
                        new PortPlan(8443, List.of(tls("a.test"), tls("*.b.test")))));
        fleet.envoy(new MemberPlan(TOKYO, List.of(gateway), List.of(pods(V1, v1), pods(V2, v2)), null));
    }

    @AfterAll
    void stop() {
        fleet.close();
    }

    private static VirtualHostPlan routes() {
        var set = new HeaderEdits(
                List.of(new Header("x-set", "%ENVIRONMENT(PATH)% 100%"), new Header("Host", "set.test")),
                List.of(),
                List.of("x-gone"));
        var onlyShare = new HeaderEdits(List.of(new Header("x-share", "v1")), List.of(), List.of());
        return host(
                "*",
                route("canary", prefixWithHeader("/", "env", "canary"), to(V2)),
                route(
                        "weights",
                        prefix("/weights"),
                        new Action.Forward(List.of(weighted(V1, 90), weighted(V2, 10)), 0)),
                route(
                        "failing",
                        prefix("/failing"),
                        new Action.Forward(
                                List.of(new WeightedBackend(V1, 1, List.of(new Policy.RequestHeaders(onlyShare)))), 1)),
                route("answer", prefix("/answer"), new Action.Answer(500)),
                route(
                        "redirect",
                        prefix("/redirect"),
                        new Action.Redirect(),
                        new Policy.Redirect("https", "foo.com", new PathEdit.ReplacePrefix("/to"), 0, 301)),
                route(
                        "here",
                        prefix("/here"),
                        new Action.Redirect(),
                        new Policy.Redirect(null, null, new PathEdit.ReplacePrefix("/"), 0, 302)),
                route(
                        "rewrite",
                        prefix("/rewrite"),
                        to(V1),
                        new Policy.Rewrite("rewritten.test", new PathEdit.ReplacePrefix("/"))),
                route("full", prefix("/full"), to(V1), new Policy.Rewrite(null, new PathEdit.ReplaceFull("/a/b"))),
                route("headers", prefix("/headers"), to(V1), new Policy.RequestHeaders(set), echo(set)),
                route("mirror", prefix("/mirror"), to(V1), new Policy.Mirror(reference("web-v2"), 1, 1)),
                route("slow", prefix("/slow"), to(V1), new Policy.Timeout(Duration.ofMillis(200), null)),
                route("patience", prefix("/slow-but-well"), to(V1)),
                route("rest", prefix("/"), to(V1)));
    }

    @Test
    void aHeaderChoosesTheVersion() {
        for (int i = 0; i < 50; i++) {
            assertThat(pod(fleet.get(web + "/"))).isEqualTo("v1");
            assertThat(pod(fleet.get(web + "/", "env", "canary"))).isEqualTo("v2");
        }
    }

    @Test
    void weightsHold() {
        assertShare("/weights", "v2", 0.10);
    }

    @Test
    void theFailingShareIsAnsweredWith500AndNotTriedAgain() {
        assertShare("/failing", "500", 0.50);
        assertThat(fleet.get(web + "/answer").statusCode()).isEqualTo(500);
    }

    @Test
    void aHeaderOfOneBackendAloneReachesIt() {
        Fleet.await(
                () -> {
                    HttpResponse<String> response = fleet.get(web + "/failing");
                    return response.statusCode() == 200 && response.body().contains("x-share: v1\n");
                },
                "no request reached v1 with its header");
    }

    @Test
    void aRedirectSaysWhere() {
        assertThat(location("/redirect/x?q=1")).isEqualTo("https://foo.com/to/x?q=1");
        assertThat(location("/here")).isEqualTo("http://" + address + ":8080/");
        assertThat(location("/here/x")).isEqualTo("http://" + address + ":8080/x");
    }

    @Test
    void aRewriteIsWhatTheBackendSees() {
        assertThat(fleet.get(web + "/rewrite").body()).startsWith("GET /\n").contains("host: rewritten.test\n");
        assertThat(fleet.get(web + "/rewrite/x?q=1").body()).startsWith("GET /x?q=1\n");
        assertThat(fleet.get(web + "/rewritten").body()).startsWith("GET /rewritten\n");
        assertThat(fleet.get(web + "/full/x?q=1").body()).startsWith("GET /a/b?q=1\n");
    }

    @Test
    void aPercentSignOfTheUserIsHarmless() {
        HttpResponse<String> response = fleet.get(web + "/headers", "x-gone", "1");

        assertThat(response.headers().firstValue("x-set")).contains("%ENVIRONMENT(PATH)% 100%");
        assertThat(response.body())
                .contains("x-set: %ENVIRONMENT(PATH)% 100%\n", "host: set.test\n")
                .doesNotContain("x-gone");
    }

    @Test
    void aMirroredRequestArrivesTwice() {
        int before = v2.requests();

        assertThat(pod(fleet.get(web + "/mirror"))).isEqualTo("v1");

        Fleet.await(() -> v2.requests() > before, "the mirrored request did not arrive");
    }

    @Test
    void aRequestThatTakesTooLongIsGivenUp() {
        assertThat(fleet.get(web + "/slow").statusCode()).isEqualTo(504);
        assertThat(fleet.get(web + "/slow-but-well").statusCode()).isEqualTo(200);
    }

    @Test
    void nobodyOutsideSpeaksAsAGateway() {
        HttpResponse<String> response = fleet.get(
                web + "/lie",
                "x-ew-health",
                "1",
                "x-ew-nowhere",
                "local/x",
                "x-envoy-retry-on",
                "5xx",
                "x-envoy-upstream-rq-timeout-ms",
                "1",
                "x-forwarded-host",
                "evil.test",
                "x-forwarded-proto",
                "https");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("x-forwarded-proto: http\n")
                .doesNotContain("x-ew-", "x-envoy-retry-on", "rq-timeout", "x-forwarded-host");
        assertThat(response.headers().map()).doesNotContainKeys("x-ew-not-sent", "x-envoy-upstream-service-time");
    }

    @Test
    void theServerNameChoosesCertificateAndRoutes() throws Exception {
        try (SSLSocket a = fleet.connected(address, 8443, "a.test");
                SSLSocket b = fleet.connected(address, 8443, "x.b.test")) {
            assertThat(commonName(a)).isEqualTo("CN=a.test");
            assertThat(commonName(b)).isEqualTo("CN=*.b.test");
            assertThat(statuses(a)).containsExactly(200, 404, 404);
            assertThat(statuses(b)).containsExactly(404, 200, 200);
        }
    }

    private static String commonName(SSLSocket socket) throws Exception {
        X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return certificate.getSubjectX500Principal().getName();
    }

    private static List<Integer> statuses(SSLSocket socket) {
        Caller caller = new Caller(socket);
        return Stream.of("a.test", "x.b.test", "Y.B.test:8443")
                .map(host -> caller.get(host, "/").status())
                .toList();
    }

    /** Envoy draws lots for each request: six standard deviations are more than a right share is off in a hundred million runs. */
    private void assertShare(String path, String outcome, double share) {
        int requests = 4_000;
        int counted = 0;
        for (int i = 0; i < requests; i++) {
            HttpResponse<String> response = fleet.get(web + path);
            String answer = response.statusCode() == 200 ? pod(response) : "" + response.statusCode();
            counted += answer.equals(outcome) ? 1 : 0;
        }
        double deviation = Math.sqrt(requests * share * (1 - share));
        assertThat((double) counted)
                .as("%s of %d requests to %s", outcome, requests, path)
                .isCloseTo(requests * share, within(6 * deviation));
    }

    private String location(String path) {
        return fleet.get(web + path).headers().firstValue("location").orElseThrow();
    }

    private static String pod(HttpResponse<String> response) {
        return response.headers().firstValue("x-pod").orElseThrow();
    }

    private ChainPlan tls(String serverName) {
        return new ChainPlan(
                serverName,
                new TlsPlan(List.of(fleet.certificateFor(serverName))),
                List.of(host(serverName, route("tls", prefix("/"), to(V1)))));
    }

    private static BackendPlan pods(BackendId id, Pod pod) {
        return backend(id, at(TOKYO, 0, 1, new Hop.OwnPods(List.of(pod.address()))));
    }

    private static Policy echo(HeaderEdits edits) {
        return new Policy.ResponseHeaders(new HeaderEdits(edits.set(), NO_EDITS.add(), NO_EDITS.remove()));
    }
}
