package dev.convoy.control.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.FleetModel;
import dev.convoy.model.FleetObject;
import dev.convoy.model.Gateway;
import dev.convoy.model.GroupKind;
import dev.convoy.model.HttpRoute;
import dev.convoy.model.Kind;
import dev.convoy.model.Listener;
import dev.convoy.model.Listener.AllowedRoutes;
import dev.convoy.model.Listener.From;
import dev.convoy.model.Meta;
import dev.convoy.model.ObjectId;
import dev.convoy.model.PersistentMap;
import dev.convoy.model.Reference;
import dev.convoy.model.TlsCertificate;
import dev.convoy.model.TlsSecret;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.ChainPlan;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.RoutePlan.Action;
import dev.convoy.model.plan.VirtualHostPlan;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a changed Gateway leaves as it is, and that it comes to what it would come to from nothing. */
class GatewayChangesTest {
    private static final HttpRoute ROUTE = Fleets.route(Fleets.rule(Fleets.EVERYTHING, List.of()));
    private static final String ROUTED = "foo.com";

    private final Planner planner = new Planner();

    @Test
    void twoListenersThatSwapTheirHostnamesServeEachOthersHosts() {
        plan(gateway(http("one", ROUTED), http("other", "bar.com")));

        FleetPlan swapped = plan(gateway(http("one", "bar.com"), http("other", ROUTED)));

        assertThat(hosts(swapped, "").keys()).containsExactlyInAnyOrder(ROUTED, "bar.com");
    }

    @Test
    void aListenerThatIsAddedLeavesTheHostsOfTheOthersTheSameInstances() {
        FleetPlan before = plan(gateway(https("all", "*.com")));

        FleetPlan after = plan(gateway(https("all", "*.com"), https("more", "bar.com")));

        assertThat(hosts(before, "*.com").differences(hosts(after, "*.com"))).containsExactly("bar.com");
    }

    @Test
    void aListenerThatIsNearerToAHostTakesItAndGivesItBack() {
        FleetPlan before = plan(gateway(https("all", "*.com")));
        FleetPlan taken = plan(gateway(https("all", "*.com"), https("near", ROUTED)));
        FleetPlan givenBack = plan(gateway(https("all", "*.com")));

        assertThat(host(taken, ROUTED)).isEqualTo(host(before, "*.com"));
        assertThat(host(taken, "*.com").routes())
                .extracting(route -> route.action())
                .containsExactly(new Action.Answer(421));
        assertThat(givenBack).isEqualTo(before);
    }

    @Test
    void aListenerThatMovesToAnotherPortTakesItsHostsAlong() {
        plan(gateway(http("one", "")));

        FleetPlan moved = plan(gateway(new Listener("one", 8080, "HTTP", "", null, everyRoute())));

        assertThat(hosts(moved, "").containsKey(ROUTED)).isTrue();
    }

    @Test
    void aCertificateThatIsMissingTakesTheListenersHostsAwayUntilItIsThere() {
        Gateway gateway = gateway(https("one", ""));
        FleetPlan before = plan(gateway);

        FleetPlan missing = planned(Fleets.tokyo("192.0.2.1"), gateway, ROUTE);
        FleetPlan back = plan(gateway);

        assertThat(served(missing).ports()).isEmpty();
        assertThat(back).isEqualTo(before);
    }

    @Test
    void aRouteIsJudgedEvenInAFleetThatHasNothingElse() {
        var route = new HttpRoute(
                new Meta(
                        new ObjectId(Tree.fleet(), Kind.HTTP_ROUTE, Fleets.NAMESPACE, "route"),
                        1,
                        ROUTE.meta().created(),
                        Map.of(),
                        Map.of()),
                ROUTE.parents(),
                ROUTE.hostnames(),
                ROUTE.rules());

        assertThat(planned(route).verdicts().get(route.id())).isNotNull();
    }

    private FleetPlan plan(Gateway gateway) {
        return planned(Fleets.tokyo("192.0.2.1"), gateway, ROUTE, secret());
    }

    /** After whatever was planned before. */
    private FleetPlan planned(FleetObject... objects) {
        FleetPlan plan = planner.plan(FleetModel.of(List.of(objects)), GatewayAddresses.NONE);
        assertThat(plan).isEqualTo(Fleets.plan(objects));
        return plan;
    }

    private static GatewayPlan served(FleetPlan plan) {
        return Objects.requireNonNull(plan.members().get(Fleets.TOKYO))
                .gateways()
                .getFirst();
    }

    private static PersistentMap<String, VirtualHostPlan> hosts(FleetPlan plan, String serverName) {
        return served(plan).ports().getFirst().chains().stream()
                .filter(chain -> chain.serverName().equals(serverName))
                .map(ChainPlan::hosts)
                .findFirst()
                .orElseThrow();
    }

    /** What becomes of the routed host in a chain. */
    private static VirtualHostPlan host(FleetPlan plan, String serverName) {
        return Objects.requireNonNull(hosts(plan, serverName).get(ROUTED));
    }

    private static Gateway gateway(Listener... listeners) {
        return new Gateway(Fleets.meta(Kind.GATEWAY, "web", 0), "convoy", List.of(listeners), List.of());
    }

    private static Listener http(String name, String hostname) {
        return new Listener(name, 80, "HTTP", hostname, null, everyRoute());
    }

    private static Listener https(String name, String hostname) {
        var certificate = new Reference(new GroupKind("", "Secret"), Fleets.NAMESPACE, "certificate");
        return new Listener(
                name,
                443,
                "HTTPS",
                hostname,
                new Listener.Tls("Terminate", List.of(certificate), Map.of()),
                everyRoute());
    }

    private static TlsSecret secret() {
        return new TlsSecret(Fleets.meta(Kind.SECRET, "certificate", 0), new TlsCertificate("chain", "key"));
    }

    private static AllowedRoutes everyRoute() {
        return new AllowedRoutes(From.ALL, null, List.of());
    }
}
