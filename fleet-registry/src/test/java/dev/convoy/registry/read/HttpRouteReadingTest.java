package dev.convoy.registry.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.BackendRef;
import dev.convoy.model.GroupKind;
import dev.convoy.model.HttpRoute;
import dev.convoy.model.HttpRoute.ParentRef;
import dev.convoy.model.HttpRoute.PathMatch;
import dev.convoy.model.HttpRoute.PathMatchType;
import dev.convoy.model.HttpRoute.Rule;
import dev.convoy.model.HttpRoute.ValueMatch;
import dev.convoy.model.Kind;
import dev.convoy.model.Policy;
import dev.convoy.model.Policy.Header;
import dev.convoy.model.Policy.HeaderEdits;
import dev.convoy.model.Policy.PathEdit;
import dev.convoy.model.Reference;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpRouteReadingTest {
    private static HttpRoute route(String spec) {
        return Stored.read(HttpRoute.class, Kind.HTTP_ROUTE, "{spec: " + spec + "}");
    }

    private static Rule rule(String rule) {
        return route("{rules: [" + rule + "]}").rules().getFirst();
    }

    private static List<Policy> filter(String filter) {
        return rule("{filters: [" + filter + "]}").policies();
    }

    private static Reference service(String namespace, String name) {
        return new Reference(new GroupKind("", "Service"), namespace, name);
    }

    @Test
    void aParentIsAGatewayOfTheRoutesOwnNamespaceUnlessItSaysOtherwise() {
        assertThat(route(
                                "{parentRefs: [{name: 'edge'}, {namespace: 'gateway', name: 'edge', sectionName: 'https', port: 443}]}")
                        .parents())
                .containsExactly(
                        new ParentRef(gateway("store"), "", 0, false),
                        new ParentRef(gateway("gateway"), "https", 443, true));
    }

    private static Reference gateway(String namespace) {
        return new Reference(new GroupKind("gateway.networking.k8s.io", "Gateway"), namespace, "edge");
    }

    @Test
    void aRouteWithoutRulesTakesEveryRequestToNobody() {
        assertThat(route("{}").rules())
                .containsExactly(new Rule("", List.of(MatchReading.EVERYTHING), List.of(), List.of()));
    }

    @Test
    void aRuleWithoutMatchesTakesEveryRequest() {
        assertThat(rule("{name: 'all', matches: []}").matches()).containsExactly(MatchReading.EVERYTHING);
        assertThat(rule("{matches: [{}]}").matches()).containsExactly(MatchReading.EVERYTHING);
    }

    @Test
    void aBackendIsAServiceOfTheRoutesNamespaceWithWeightOne() {
        assertThat(rule("{backendRefs: [{name: 'v1', port: 8080}, {name: 'v2', namespace: 'other', weight: 0}]}")
                        .backends())
                .containsExactly(
                        new BackendRef(service("store", "v1"), 8080, 1, List.of()),
                        new BackendRef(service("other", "v2"), 0, 0, List.of()));
    }

    @Test
    void theMcsGroupOfGkeIsReadAsTheStandardOne() {
        assertThat(rule("{backendRefs: [{group: 'net.gke.io', kind: 'ServiceImport', name: 'v1', port: 80}]}")
                        .backends()
                        .getFirst()
                        .target()
                        .target())
                .isEqualTo(new GroupKind("multicluster.x-k8s.io", "ServiceImport"));
    }

    @ParameterizedTest
    @CsvSource({"Exact, EXACT", "PathPrefix, PREFIX", "RegularExpression, REGEX"})
    void everyPathTypeIsKnown(String written, PathMatchType type) {
        assertThat(rule("{matches: [{path: {type: '" + written + "', value: '/shop'}}]}")
                        .matches()
                        .getFirst()
                        .path())
                .isEqualTo(new PathMatch(type, "/shop"));
    }

    @Test
    void ofEqualHeaderNamesTheFirstCountsWhateverTheirCase() {
        assertThat(rule("{matches: [{headers: [{name: 'Env', value: 'canary'}, {name: 'ENV', value: 'prod'},"
                                + " {name: 'x', value: 'y.*', type: 'RegularExpression'}]}]}")
                        .matches()
                        .getFirst()
                        .headers())
                .containsExactly(new ValueMatch("env", "canary", false), new ValueMatch("x", "y.*", true));
    }

    @Test
    void queryParametersKeepTheirCaseAndTheFirstCounts() {
        assertThat(
                        rule("{matches: [{queryParams: [{name: 'Env', value: '1'}, {name: 'env', value: '2'}, {name: 'env', value: '3'}]}]}")
                                .matches()
                                .getFirst()
                                .queryParams())
                .containsExactly(new ValueMatch("Env", "1", false), new ValueMatch("env", "2", false));
    }

    @Test
    void hostNamesAreReadInLowerCase() {
        assertThat(route("{hostnames: ['Foo.COM', '*.bar.com']}").hostnames()).containsExactly("foo.com", "*.bar.com");
    }

    @Test
    void headerModifiersAreReadWithNamesInLowerCaseAndValuesToTheLetter() {
        assertThat(filter(
                        "{type: 'RequestHeaderModifier', requestHeaderModifier: {set: [{name: 'X-A', value: '%ENVIRONMENT(PATH)%'}, {name: 'x-a', value: '2'}],"
                                + " add: [{name: 'x-b', value: 'b'}], remove: ['X-C', 'x-c']}}"))
                .containsExactly(new Policy.RequestHeaders(new HeaderEdits(
                        List.of(new Header("x-a", "%ENVIRONMENT(PATH)%")),
                        List.of(new Header("x-b", "b")),
                        List.of("x-c"))));
    }

    @Test
    void aRedirectKeepsWhatItDoesNotNameAndAnswers302() {
        assertThat(filter("{type: 'RequestRedirect', requestRedirect: {scheme: 'https'}}"))
                .containsExactly(new Policy.Redirect("https", null, null, 0, 302));
    }

    @Test
    void aRewriteMayReplaceThePrefix() {
        assertThat(
                        filter(
                                "{type: 'URLRewrite', urlRewrite: {hostname: 'a.b', path: {type: 'ReplacePrefixMatch', replacePrefixMatch: '/x'}}}"))
                .containsExactly(new Policy.Rewrite("a.b", new PathEdit.ReplacePrefix("/x")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|100|100",
                ", percent: 42|42|100",
                ", fraction: {numerator: 5}|5|100",
                ", fraction: {numerator: 1, denominator: 1000}|1|1000"
            })
    void aMirrorTakesEverythingUnlessAShareIsGiven(String share, int numerator, int denominator) {
        String given = share == null ? "" : share;
        assertThat(filter("{type: 'RequestMirror', requestMirror: {backendRef: {name: 'v2', port: 80}" + given + "}}"))
                .containsExactly(new Policy.Mirror(
                        new BackendRef(service("store", "v2"), 80, 1, List.of()), numerator, denominator));
    }

    @Test
    void aFilterThatConvoyDoesNotHaveKeepsItsName() {
        assertThat(filter("{type: 'CORS', cors: {}}")).containsExactly(new Policy.Unsupported("CORS"));
    }

    @Test
    void timeoutsComeAfterTheFilters() {
        assertThat(rule("{timeouts: {request: '1m30s', backendRequest: '500ms'}, filters: [{type: 'CORS'}]}")
                        .policies())
                .containsExactly(
                        new Policy.Unsupported("CORS"),
                        new Policy.Timeout(Duration.ofSeconds(90), Duration.ofMillis(500)));
    }

    @ParameterizedTest
    @CsvSource({"0s, PT0S", "1h, PT1H", "1h30m, PT1H30M", "2s500ms, PT2.5S", "99999ms, PT1M39.999S"})
    void durationsFollowGep2257(String written, Duration meant) {
        assertThat(rule("{timeouts: {request: '" + written + "'}}").policies())
                .containsExactly(new Policy.Timeout(meant, null));
    }
}
