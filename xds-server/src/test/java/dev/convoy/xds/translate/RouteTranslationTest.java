package dev.convoy.xds.translate;

import static dev.convoy.xds.translate.Plans.fleetService;
import static dev.convoy.xds.translate.Plans.host;
import static dev.convoy.xds.translate.Plans.prefix;
import static dev.convoy.xds.translate.Plans.prefixWithHeader;
import static dev.convoy.xds.translate.Plans.route;
import static dev.convoy.xds.translate.Plans.to;
import static dev.convoy.xds.translate.Plans.weighted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.HttpRoute.Match;
import dev.convoy.model.HttpRoute.PathMatch;
import dev.convoy.model.HttpRoute.PathMatchType;
import dev.convoy.model.HttpRoute.ValueMatch;
import dev.convoy.model.Policy;
import dev.convoy.model.plan.RoutePlan;
import dev.convoy.model.plan.RoutePlan.Action;
import dev.convoy.model.plan.VirtualHostPlan;
import dev.convoy.xds.translate.policy.Entrance;
import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.ClusterNotFoundResponseCode;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteTranslationTest {
    private static final Entrance ENTRANCE = new Entrance(80, false);

    @Test
    void aPrefixTakesWholeElements() {
        assertThat(match(PathMatchType.PREFIX, "/foo").getPathSeparatedPrefix()).isEqualTo("/foo");
        assertThat(match(PathMatchType.PREFIX, "/foo/").getPathSeparatedPrefix())
                .isEqualTo("/foo");
        assertThat(match(PathMatchType.PREFIX, "/").getPrefix()).isEqualTo("/");
        assertThat(match(PathMatchType.EXACT, "/foo/").getPath()).isEqualTo("/foo/");
        assertThat(match(PathMatchType.REGEX, "/f.*").getSafeRegex().getRegex()).isEqualTo("/f.*");
    }

    @Test
    void headersAndParametersMatchExactlyOrByExpression() {
        RouteMatch match = MatchTranslation.translate(new Match(
                new PathMatch(PathMatchType.PREFIX, "/"),
                List.of(new ValueMatch("env", "canary", false), new ValueMatch("v", "1|2", true)),
                List.of(new ValueMatch("q", "x", false)),
                "POST"));

        assertThat(match.getHeaders(0).getStringMatch().getExact()).isEqualTo("canary");
        assertThat(match.getHeaders(1).getStringMatch().getSafeRegex().getRegex())
                .isEqualTo("1|2");
        assertThat(match.getHeaders(2).getName()).isEqualTo(":method");
        assertThat(match.getQueryParameters(0).getStringMatch().getExact()).isEqualTo("x");
    }

    @Test
    void aRouteIsSmallForItsClustersSayWhenToTryAgain() {
        Route route = translate(route("web", prefix("/"), to(fleetService("echo"))));

        assertThat(route.getName()).isEqualTo("httproute/store/web/rule/0/match/0");
        assertThat(route.getRoute().hasRetryPolicy()).isFalse();
    }

    @Test
    void aHostWithACanaryAndAWeightedRuleIsLessThan400Bytes() {
        var shares =
                new Action.Forward(List.of(weighted(fleetService("echo"), 9), weighted(fleetService("next"), 1)), 0);
        VirtualHostPlan host = host(
                "echo.example.com",
                route("canary", prefixWithHeader("/", "env", "canary"), to(fleetService("next"))),
                route("shares", prefix("/"), shares));

        assertThat(HostTranslation.translate(host, ENTRANCE).getSerializedSize())
                .isLessThan(400);
    }

    @Test
    void theFailingShareNamesNoCluster() {
        RouteAction action =
                action(route("web", prefix("/"), new Action.Forward(List.of(weighted(fleetService("echo"), 3)), 1)));

        assertThat(action.getWeightedClusters().getClustersList())
                .extracting(ClusterWeight::getName)
                .containsExactly("serviceimport/store/echo/8080", "");
        assertThat(action.getClusterNotFoundResponseCode())
                .isEqualTo(ClusterNotFoundResponseCode.INTERNAL_SERVER_ERROR);
    }

    @Test
    void withoutAPolicyNothingEndsARequestButIdleness() {
        RouteAction action = action(route("web", prefix("/"), to(fleetService("echo"))));

        assertThat(action.hasTimeout()).isTrue();
        assertThat(action.getTimeout()).isEqualTo(com.google.protobuf.Duration.getDefaultInstance());
    }

    @Test
    void aLimitOnTheRequestIsTheRoutes() {
        RouteAction action = action(
                route("web", prefix("/"), to(fleetService("echo")), new Policy.Timeout(Duration.ofSeconds(1), null)));

        assertThat(action.getTimeout()).isEqualTo(Proto.millis(1_000));
        assertThat(action.hasIdleTimeout()).isFalse();
    }

    @Test
    void aLimitBeyondTheIdleTimeoutMovesIt() {
        Route route = translate(route(
                "web", prefix("/"), to(fleetService("echo")), new Policy.Timeout(Duration.ofHours(1), Duration.ZERO)));

        assertThat(route.getRoute().getIdleTimeout().getSeconds()).isEqualTo(3600);
        assertThat(route.getTypedPerFilterConfigMap()).isEmpty();
    }

    private static RouteMatch match(PathMatchType type, String path) {
        return MatchTranslation.translate(new Match(new PathMatch(type, path), List.of(), List.of(), null));
    }

    private static RouteAction action(RoutePlan plan) {
        return translate(plan).getRoute();
    }

    private static Route translate(RoutePlan plan) {
        return RouteTranslation.translate(plan, ENTRANCE);
    }
}
