package dev.convoy.control.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.FleetModel;
import dev.convoy.model.FleetNames;
import dev.convoy.model.FleetObject;
import dev.convoy.model.Gateway;
import dev.convoy.model.GatewayClass;
import dev.convoy.model.HttpRoute;
import dev.convoy.model.Kind;
import dev.convoy.model.LabelSelector;
import dev.convoy.model.Locality;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.Meta;
import dev.convoy.model.ObjectId;
import dev.convoy.model.PersistentMap;
import dev.convoy.model.Service;
import dev.convoy.model.ServiceExport;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.Verdict;
import dev.convoy.model.plan.VirtualHostPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a member that comes or goes leaves as it is, and what the others hear of it. */
class MemberChangesTest {
    private static final MemberId OSAKA = new MemberId("osaka");
    private static final MemberId TOKYO = Fleets.TOKYO;

    private final Planner planner = new Planner();

    @Test
    void aMemberThatComesAndGoesLeavesThePlansOfTheOthersTheSameInstances() {
        FleetPlan before = planned(tokyo());

        FleetPlan come = planned(tokyo(), osaka());
        FleetPlan gone = planned(tokyo());

        assertThat(come.members().get(TOKYO)).isSameAs(before.members().get(TOKYO));
        assertThat(gone).isEqualTo(before);
    }

    @Test
    void aMemberThatComesSharesTheHostsOfAGatewayWithTheOthers() {
        planned(tokyo());

        FleetPlan come = planned(tokyo(), osaka());

        assertThat(hosts(come, OSAKA).isEmpty()).isFalse();
        assertThat(hosts(come, OSAKA).differences(hosts(come, TOKYO))).isEmpty();
    }

    @Test
    void whatAMemberHasCountsFromItsMembershipOnAndNoLonger() {
        FleetPlan before = planned(tokyo(), service(OSAKA), export(OSAKA));

        FleetPlan come = planned(tokyo(), osaka(), service(OSAKA), export(OSAKA));
        FleetPlan gone = planned(tokyo(), service(OSAKA), export(OSAKA));

        assertThat(before.verdicts().get(export(OSAKA).id())).isNull();
        assertThat(come.verdicts().get(export(OSAKA).id())).isNotNull();
        assertThat(gone).isEqualTo(before);
    }

    @Test
    void aRouteHearsWhatAMemberLacksAsLongAsItIsThere() {
        FleetPlan before = planned(tokyo(), service(TOKYO));

        FleetPlan come = planned(tokyo(), osaka(), service(TOKYO));
        FleetPlan gone = planned(tokyo(), service(TOKYO));

        assertThat(Fleets.verdict(before, Kind.HTTP_ROUTE, "ResolvedRefs").holds())
                .isTrue();
        Verdict verdict = Fleets.verdict(come, Kind.HTTP_ROUTE, "ResolvedRefs");
        assertThat(verdict.holds()).isFalse();
        assertThat(verdict.message()).contains("member osaka does not have");
        assertThat(gone).isEqualTo(before);
    }

    @Test
    void anExportHearsOfMembersThatCannotReachItAsLongAsTheyAreThere() {
        FleetPlan before = planned(tokyo(), service(TOKYO), export(TOKYO));

        FleetPlan come = planned(tokyo(), osaka(), service(TOKYO), export(TOKYO));
        FleetPlan gone = planned(tokyo(), service(TOKYO), export(TOKYO));

        assertThat(Fleets.verdict(before, Kind.SERVICE_EXPORT, "Ready").holds()).isTrue();
        assertThat(Fleets.verdict(come, Kind.SERVICE_EXPORT, "Ready").message()).contains("osaka");
        assertThat(gone).isEqualTo(before);
    }

    @Test
    void aClassThatSelectsOneMoreMemberLeavesTheOthersTheSameInstances() {
        FleetPlan before = planned(tokyo(), osaka("low"), selecting("high"));

        FleetPlan both = planned(tokyo(), osaka("high"), selecting("high"));

        assertThat(gateways(before, OSAKA)).isEmpty();
        assertThat(gateways(both, OSAKA)).isNotEmpty();
        assertThat(both.members().get(TOKYO)).isSameAs(before.members().get(TOKYO));
    }

    /** After whatever was planned before: with a Gateway of the fleet and a route that names a Service. */
    private FleetPlan planned(FleetObject... objects) {
        var all = new ArrayList<>(List.of(objects));
        all.add(gateway());
        all.add(route());
        FleetModel fleet = FleetModel.of(all);
        FleetPlan plan = planner.plan(fleet, GatewayAddresses.NONE);
        assertThat(plan).isEqualTo(new Planner().plan(fleet, GatewayAddresses.NONE));
        return plan;
    }

    private static List<GatewayPlan> gateways(FleetPlan plan, MemberId member) {
        return Objects.requireNonNull(plan.members().get(member)).gateways();
    }

    private static PersistentMap<String, VirtualHostPlan> hosts(FleetPlan plan, MemberId member) {
        return gateways(plan, member)
                .getFirst()
                .ports()
                .getFirst()
                .chains()
                .getFirst()
                .hosts();
    }

    private static Member tokyo() {
        return member(TOKYO, "high", "192.0.2.1");
    }

    private static Member osaka() {
        return osaka("high");
    }

    private static Member osaka(String trust) {
        return member(OSAKA, trust, "192.0.2.2");
    }

    /** On a network of its own, and without a way into it. */
    private static Member member(MemberId member, String trust, String address) {
        Meta meta = meta(Tree.fleet(), Kind.MEMBERSHIP, "", member.name());
        return new Member(
                new Meta(meta.id(), 1, meta.created(), Map.of("trust", trust), Map.of()),
                new Locality("japan", ""),
                member.name(),
                List.of(address),
                null,
                false);
    }

    private static GatewayClass selecting(String trust) {
        return new GatewayClass(
                meta(Tree.fleet(), Kind.GATEWAY_CLASS, "", "convoy-mc"),
                FleetNames.CONTROLLER,
                LabelSelector.parse("trust=" + trust));
    }

    private static Gateway gateway() {
        return new Gateway(
                meta(Tree.fleet(), Kind.GATEWAY, Fleets.NAMESPACE, "web"),
                "convoy-mc",
                Fleets.gateway("web", 0).listeners(),
                List.of());
    }

    private static HttpRoute route() {
        HttpRoute route = Fleets.route(Fleets.rule(Fleets.EVERYTHING, List.of(), Fleets.backend("shop", 1)));
        return new HttpRoute(
                meta(Tree.fleet(), Kind.HTTP_ROUTE, Fleets.NAMESPACE, "route"),
                route.parents(),
                route.hostnames(),
                route.rules());
    }

    private static Service service(MemberId member) {
        return new Service(
                meta(Tree.of(member), Kind.SERVICE, Fleets.NAMESPACE, "shop"), List.of(new Service.Port("", 8080, "")));
    }

    private static ServiceExport export(MemberId member) {
        return new ServiceExport(meta(Tree.of(member), Kind.SERVICE_EXPORT, Fleets.NAMESPACE, "shop"), List.of());
    }

    private static Meta meta(Tree tree, Kind kind, String namespace, String name) {
        return new Meta(new ObjectId(tree, kind, namespace, name), 1, Instant.EPOCH, Map.of(), Map.of());
    }
}
