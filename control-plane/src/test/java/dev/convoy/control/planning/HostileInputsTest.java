package dev.convoy.control.planning;

import static dev.convoy.control.planning.Fleets.EVERYTHING;
import static dev.convoy.control.planning.Fleets.TOKYO;
import static dev.convoy.control.planning.Fleets.backend;
import static dev.convoy.control.planning.Fleets.gateway;
import static dev.convoy.control.planning.Fleets.plan;
import static dev.convoy.control.planning.Fleets.route;
import static dev.convoy.control.planning.Fleets.rule;
import static dev.convoy.control.planning.Fleets.service;
import static dev.convoy.control.planning.Fleets.tokyo;
import static dev.convoy.control.planning.Fleets.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.HttpRoute.Match;
import dev.convoy.model.HttpRoute.PathMatch;
import dev.convoy.model.HttpRoute.PathMatchType;
import dev.convoy.model.HttpRoute.Rule;
import dev.convoy.model.HttpRoute.ValueMatch;
import dev.convoy.model.Kind;
import dev.convoy.model.Policy;
import dev.convoy.model.Policy.Header;
import dev.convoy.model.Policy.HeaderEdits;
import dev.convoy.model.Policy.PathEdit;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.RoutePlan;
import dev.convoy.model.plan.RoutePlan.Action;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the door should have refused. None of it may reach an Envoy, and none may stop the planner. */
class HostileInputsTest {
    @Test
    void lineBreaksInAHeaderValueNeverReachAnEnvoy() {
        assertAnswers500(new Policy.RequestHeaders(
                new HeaderEdits(List.of(new Header("x-a", "b\r\nx-admin: true")), List.of(), List.of())));
    }

    @Test
    void aHeaderNameMustBeAToken() {
        assertAnswers500(new Policy.ResponseHeaders(
                new HeaderEdits(List.of(), List.of(new Header(":authority", "evil")), List.of())));
        assertAnswers500(new Policy.RequestHeaders(new HeaderEdits(List.of(), List.of(), List.of("x a"))));
    }

    @Test
    void theHeadersOfTheGatewaysThemselvesAreNobodysToEdit() {
        assertAnswers500(new Policy.RequestHeaders(
                new HeaderEdits(List.of(new Header("X-Ew-Member", "osaka")), List.of(), List.of())));
    }

    @Test
    void hostMayBeSetButNotRemoved() {
        assertAnswers500(new Policy.RequestHeaders(new HeaderEdits(List.of(), List.of(), List.of("Host"))));
        RoutePlan planned = only(planOf(rule(
                EVERYTHING,
                List.of(new Policy.RequestHeaders(
                        new HeaderEdits(List.of(new Header("Host", "bar.com")), List.of(), List.of()))),
                backend("app", 1))));
        assertThat(planned.action()).isInstanceOf(Action.Forward.class);
    }

    @Test
    void aTimeoutOfLessThanNothingOrLongerThanItsWholeIsRefused() {
        assertAnswers500(new Policy.Timeout(Duration.ofSeconds(-1), null));
        assertAnswers500(new Policy.Timeout(Duration.ofSeconds(1), Duration.ofSeconds(2)));
    }

    @Test
    void aRewriteToWhatIsNoPathIsRefused() {
        assertAnswers500(new Policy.Rewrite(null, new PathEdit.ReplaceFull("/a b")));
        assertAnswers500(new Policy.Rewrite("foo.com\n", null));
    }

    @Test
    void aBadRegexDropsItsMatchAndNothingElse() {
        FleetPlan plan = planOf(
                rule(path(PathMatchType.REGEX, "/a("), List.of(), backend("app", 1)),
                rule(path(PathMatchType.PREFIX, "/b"), List.of(), backend("app", 1)));
        assertThat(only(plan).name()).endsWith("rule/1/match/0");
        assertThat(verdict(plan, Kind.HTTP_ROUTE, "PartiallyInvalid").message())
                .startsWith("Dropped Rule")
                .contains("spec.rules[0].matches[0].path");
    }

    @Test
    void aRegexThatWouldTakeAllMemoryIsNotCompiled() {
        FleetPlan plan = planOf(rule(
                path(PathMatchType.REGEX, "/((((((a{10}){10}){10}){10}){10}){10}){10}"), List.of(), backend("app", 1)));
        assertThat(verdict(plan, Kind.HTTP_ROUTE, "Accepted").holds()).isFalse();
    }

    @Test
    void controlCharactersInAMatchNeverReachAnEnvoyOrALog() {
        var match = new Match(
                new PathMatch(PathMatchType.PREFIX, "/"),
                List.of(new ValueMatch("env", "a\nb", false)),
                List.of(),
                null);
        FleetPlan plan = planOf(rule(match, List.of(), backend("app", 1)));
        assertThat(verdict(plan, Kind.HTTP_ROUTE, "Accepted").holds()).isFalse();
        assertThat(verdict(plan, Kind.HTTP_ROUTE, "Accepted").message()).doesNotContain("\n");
    }

    private static void assertAnswers500(Policy policy) {
        FleetPlan plan = planOf(rule(EVERYTHING, List.of(policy), backend("app", 1)));
        RoutePlan planned = only(plan);
        assertThat(planned.action()).isEqualTo(new Action.Answer(500));
        assertThat(planned.policies()).isEmpty();
        assertThat(verdict(plan, Kind.HTTP_ROUTE, "Accepted").holds()).isFalse();
        assertThat(verdict(plan, Kind.HTTP_ROUTE, "Accepted").message()).contains("spec.rules[0]");
    }

    private static FleetPlan planOf(Rule... rules) {
        return plan(tokyo("10.0.0.1"), gateway("web", 0), service("app"), route(rules));
    }

    private static Match path(PathMatchType type, String value) {
        return new Match(new PathMatch(type, value), List.of(), List.of(), null);
    }

    private static RoutePlan only(FleetPlan plan) {
        MemberPlan member = Objects.requireNonNull(plan.members().get(TOKYO));
        List<RoutePlan> routes =
                member.gateways().getFirst().ports().getFirst().chains().getFirst().hosts().values().stream()
                        .flatMap(host -> host.routes().stream())
                        .toList();
        assertThat(routes).hasSize(1);
        return routes.getFirst();
    }
}
