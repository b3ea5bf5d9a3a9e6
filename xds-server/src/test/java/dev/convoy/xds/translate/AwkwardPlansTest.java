package dev.convoy.xds.translate;

import static dev.convoy.xds.translate.Plans.OSAKA;
import static dev.convoy.xds.translate.Plans.TOKYO;
import static dev.convoy.xds.translate.Plans.at;
import static dev.convoy.xds.translate.Plans.backend;
import static dev.convoy.xds.translate.Plans.fleetService;
import static dev.convoy.xds.translate.Plans.host;
import static dev.convoy.xds.translate.Plans.plaintext;
import static dev.convoy.xds.translate.Plans.prefix;
import static dev.convoy.xds.translate.Plans.route;
import static dev.convoy.xds.translate.Plans.to;
import static dev.convoy.xds.translate.Plans.weighted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.HttpRoute.Match;
import dev.convoy.model.HttpRoute.PathMatch;
import dev.convoy.model.HttpRoute.PathMatchType;
import dev.convoy.model.HttpRoute.ValueMatch;
import dev.convoy.model.Policy;
import dev.convoy.model.Policy.Header;
import dev.convoy.model.Policy.HeaderEdits;
import dev.convoy.model.Policy.PathEdit;
import dev.convoy.model.SocketAddress;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendPlan;
import dev.convoy.model.plan.BackendPlan.Hop;
import dev.convoy.model.plan.BackendPlan.Protocol;
import dev.convoy.model.plan.EastWestPlan;
import dev.convoy.model.plan.EastWestPlan.Export;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.RoutePlan;
import dev.convoy.model.plan.RoutePlan.Action;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans at the edges of what the Gateway API allows. A real Envoy must take each of them; one refusal would withhold a whole host. */
class AwkwardPlansTest {
    private static final BackendId ECHO = fleetService("echo");

    @Test
    void everyAwkwardPlanIsAccepted(@TempDir Path directory) throws Exception {
        try (Fleet fleet = new Fleet(directory)) {
            String address = fleet.address();
            var pods = List.of(new SocketAddress(fleet.address(), 1), new SocketAddress("fd00::1", 65_535));
            var gateway = new Hop.EastWestGateway(new SocketAddress(fleet.address(), 15443));
            fleet.envoy(new MemberPlan(
                    TOKYO,
                    List.of(plaintext(
                            address,
                            8080,
                            host("*", redirects()),
                            host("*.example.com", route("long", prefix(longPath()), to(ECHO), rewrite("/"))),
                            host("a.example.com", matches(), edits(), weights(), nothing()),
                            host("empty.example.com"))),
                    List.of(
                            backend(ECHO, at(TOKYO, 0, 1_000_000, new Hop.OwnPods(pods)), at(OSAKA, 1, 7, gateway)),
                            backend(
                                    fleetService("neighbours"),
                                    at(TOKYO, 0, 1, new Hop.OwnPods(List.of())),
                                    at(OSAKA, 1, 1, new Hop.NeighbourPods(pods))),
                            new BackendPlan(fleetService("grpc"), Protocol.H2C, List.of(at(OSAKA, 0, 1, gateway)))),
                    new EastWestPlan(
                            new SocketAddress(fleet.address(), 15443),
                            List.of(
                                    new Export(ECHO, Protocol.HTTP1, List.of(), List.of(OSAKA, TOKYO)),
                                    new Export(fleetService("grpc"), Protocol.H2C, pods, List.of())))));

            assertThat(fleet.get("http://" + address + ":8080/nowhere").statusCode())
                    .isEqualTo(308);
        }
    }

    private static RoutePlan redirects() {
        return route(
                "redirect",
                prefix("/"),
                new Action.Redirect(),
                new Policy.Redirect("https", "b.example.com", new PathEdit.ReplaceFull("/%41?x=\\1"), 65_535, 308),
                new Policy.ResponseHeaders(new HeaderEdits(List.of(new Header("x-a", "%")), List.of(), List.of())));
    }

    private static RoutePlan matches() {
        var match = new Match(
                new PathMatch(PathMatchType.REGEX, "/(a|b){1,100}/[a-z]{0,500}.*"),
                List.of(new ValueMatch("Host", "a.example.com", false), new ValueMatch("x!#$", ".*", true)),
                List.of(new ValueMatch("q[]", "%", false)),
                "PATCH");
        return route("matches", match, to(ECHO), new Policy.Timeout(Duration.ZERO, Duration.ofMillis(1)));
    }

    private static RoutePlan edits() {
        var edits = new HeaderEdits(
                List.of(new Header("x-empty", ""), new Header("HOST", "x.test"), new Header("x-percent", "%%REQ(x)%")),
                List.of(new Header("Host", "y.test"), new Header("x!#$%&'*+-.^_`|~", "é\t\"")),
                List.of("host", "X-Gone"));
        return route(
                "edits",
                prefix("/edits"),
                to(ECHO),
                new Policy.RequestHeaders(edits),
                new Policy.ResponseHeaders(edits),
                rewrite("/a b"));
    }

    private static RoutePlan weights() {
        var backends = List.of(weighted(ECHO, 1_000_000), weighted(fleetService("neighbours"), 1_000_000));
        return route("weights", prefix("/weights/"), new Action.Forward(backends, 1_000_000));
    }

    private static RoutePlan nothing() {
        return route("nothing", prefix("/"), new Action.Answer(503));
    }

    private static Policy rewrite(String prefix) {
        return new Policy.Rewrite(null, new PathEdit.ReplacePrefix(prefix));
    }

    private static String longPath() {
        return "/" + "a.b-c~".repeat(170);
    }
}
