package dev.convoy.xds.translate;

import static dev.convoy.xds.translate.Plans.fleetService;
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
import dev.convoy.model.plan.RoutePlan;
import dev.convoy.model.plan.RoutePlan.Action;
import dev.convoy.xds.translate.policy.Entrance;
import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.ClusterNotFoundResponseCode;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteTranslationTest {
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
    void onlyIdempotentMethodsAreTriedAgainAfterTheyMayHaveReachedAPod() {
        List<Route> routes = translate(route("web", prefix("/"), to(fleetService("echo"))));

        assertThat(routes).extracting(Route::getName).containsOnly("httproute/store/web/rule/0/match/0");
        RetryPolicy idempotent = routes.get(0).getRoute().getRetryPolicy();
        RetryPolicy others = routes.get(1).getRoute().getRetryPolicy();
        assertThat(idempotent.getRetryOn().split(",")).contains("reset", "retriable-status-codes");
        assertThat(others.getRetryOn().split(",")).doesNotContain("reset", "retriable-status-codes", "5xx");
        assertThat(others.getRetriableHeaders(0).getName()).isEqualTo("x-ew-not-sent");
    }

    @Test
    void aMatchThatNamesAMethodIsOneRoute() {
        var post = new Match(new PathMatch(PathMatchType.PREFIX, "/"), List.of(), List.of(), "POST");

        List<Route> routes = translate(route("web", post, to(fleetService("echo"))));

        assertThat(routes).hasSize(1);
        assertThat(routes.getFirst().getRoute().getRetryPolicy()).isEqualTo(Retries.OF_OTHERS);
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
        assertThat(action.getRetryPolicy().hasPerTryTimeout()).isFalse();
    }

    @Test
    void aLimitOnOneAttemptAllowsOneMore() {
        RouteAction action = action(route(
                "web",
                prefix("/"),
                to(fleetService("echo")),
                new Policy.Timeout(Duration.ofSeconds(1), Duration.ofMillis(300))));

        assertThat(action.getTimeout()).isEqualTo(Proto.millis(1_000));
        assertThat(action.getRetryPolicy().getPerTryTimeout()).isEqualTo(Proto.millis(300));
        assertThat(action.getRetryPolicy().getNumRetries().getValue()).isEqualTo(1);
    }

    @Test
    void aLimitBeyondTheIdleTimeoutMovesIt() {
        RouteAction action = action(route(
                "web", prefix("/"), to(fleetService("echo")), new Policy.Timeout(Duration.ofHours(1), Duration.ZERO)));

        assertThat(action.getIdleTimeout().getSeconds()).isEqualTo(3600);
        assertThat(action.getRetryPolicy().hasPerTryTimeout()).isFalse();
    }

    private static RouteMatch match(PathMatchType type, String path) {
        return MatchTranslation.translate(new Match(new PathMatch(type, path), List.of(), List.of(), null));
    }

    private static RouteAction action(RoutePlan plan) {
        return translate(plan).getFirst().getRoute();
    }

    private static List<Route> translate(RoutePlan plan) {
        return RouteTranslation.translate(plan, new Entrance(80, false));
    }
}
