package dev.convoy.xds.translate;

import static dev.convoy.xds.translate.Plans.TOKYO;
import static dev.convoy.xds.translate.Plans.at;
import static dev.convoy.xds.translate.Plans.backend;
import static dev.convoy.xds.translate.Plans.fleetService;
import static dev.convoy.xds.translate.Plans.host;
import static dev.convoy.xds.translate.Plans.plaintext;
import static dev.convoy.xds.translate.Plans.prefix;
import static dev.convoy.xds.translate.Plans.reference;
import static dev.convoy.xds.translate.Plans.route;
import static dev.convoy.xds.translate.Plans.to;
import static dev.convoy.xds.translate.Plans.weighted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.Policy;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendPlan;
import dev.convoy.model.plan.BackendPlan.Hop;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.RoutePlan.Action;
import dev.convoy.model.plan.VirtualHostPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often a real Envoy runs a request that fails: the cluster's conditions, and those that a filter adds for idempotent methods. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetriesTest {
    private static final BackendId MAIN = fleetService("main");
    private static final BackendId SHADOW = fleetService("shadow");

    private Fleet fleet;
    private Pod main;
    private Pod shadow;
    private String web;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        fleet = new Fleet(directory);
        main = fleet.pod("main");
        shadow = fleet.pod("shadow");
        String address = fleet.address();
        web = "http://" + address + ":8080";
        fleet.envoy(new MemberPlan(
                TOKYO,
                List.of(plaintext(address, 8080, routes())),
                List.of(pods(MAIN, main), pods(SHADOW, shadow)),
                null));
    }

    @AfterAll
    void stop() {
        fleet.close();
    }

    private static VirtualHostPlan routes() {
        return host(
                "*",
                route("mirror", prefix("/mirror"), to(MAIN), new Policy.Mirror(reference("shadow"), 1, 1)),
                route(
                        "shares",
                        prefix("/shares"),
                        new Action.Forward(List.of(weighted(MAIN, 1), weighted(MAIN, 2)), 0)),
                route("limit", prefix("/limit"), to(MAIN), new Policy.Timeout(null, Duration.ofMillis(300))),
                route("rest", prefix("/"), to(MAIN)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
    void anIdempotentRequestIsRunUpToFourTimes(String method) {
        assertRuns(4, method, "/503");
        assertRuns(4, method, "/cut");
        assertRuns(4, method, "/shares/503");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    void anyOtherIsRunOnce(String method) {
        assertRuns(1, method, "/503");
        assertRuns(1, method, "/cut");
        assertRuns(1, method, "/shares/503");
    }

    @Test
    void aClientCannotAskForMore() {
        String[] wishes = {
            "x-envoy-retry-on", "5xx",
            "x-envoy-retriable-status-codes", "200",
            "x-envoy-max-retries", "9",
            "x-envoy-upstream-rq-per-try-timeout-ms", "1"
        };

        assertRuns(1, "POST", "/503", wishes);
        assertRuns(1, "GET", "/200", wishes);
        assertRuns(4, "GET", "/503", wishes);
    }

    @Test
    void aLimitOnOneAttemptAllowsOneMoreWhereRunningTwiceDoesNoHarm() {
        assertRuns(2, "GET", "/limit/slow");
        assertRuns(1, "POST", "/limit/slow");
        assertThat(fleet.get(web + "/limit/slow").statusCode()).isEqualTo(504);
    }

    @Test
    void aMirroredRequestIsRunOnce() {
        int before = shadow.requests();

        assertRuns(4, "GET", "/mirror/503");

        Fleet.await(() -> shadow.requests() > before, "the mirrored request did not arrive");
        assertThat(shadow.requests() - before).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/shares", "/limit", "/mirror"})
    void noPodHearsOfIt(String path) {
        assertThat(fleet.get(web + path).body())
                .startsWith("GET " + path)
                .doesNotContain("retry-on", "x-envoy-max", "per-try", "x-convoy");
        assertThat(shadow.lastRequest()).doesNotContain("retry-on", "x-envoy-max", "per-try", "x-convoy");
    }

    private void assertRuns(int expected, String method, String path, String... headers) {
        int before = main.requests();
        fleet.send(method, web + path, headers);
        // What Envoy gave up may still be on its way to the Pod.
        Fleet.await(() -> main.requests() - before >= expected, method + " " + path + " was not run so often");
        assertThat(main.requests() - before).as("%s %s", method, path).isEqualTo(expected);
    }

    private static BackendPlan pods(BackendId id, Pod pod) {
        return backend(id, at(TOKYO, 0, 1, new Hop.OwnPods(List.of(pod.address()))));
    }
}
