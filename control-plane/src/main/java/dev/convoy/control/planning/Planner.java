package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.plan.AttachedRoutes;
import dev.convoy.model.plan.BackendPlan;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides who routes where: a pure function. It always returns a plan; what a user got wrong is a verdict, and hinders nothing else.
 * The same fleet and addresses give the same plan, whatever the order in which its objects came.
 */
public final class Planner {

    /** Gateways without an address get the one that {@link AddressPlan} has for them, so that a preview needs none written down. */
    public FleetPlan plan(FleetModel fleet, GatewayAddresses assigned) {
        List<Placement> placements = Placement.all(fleet);
        AddressPlan addresses = AddressPlan.of(placements, assigned);
        Parents parents = Parents.of(fleet);
        Exports exports = Exports.of(fleet);
        Endpoints endpoints = Endpoints.of(fleet);
        var backends = new Backends(fleet, exports, new Grants(fleet));

        var verdicts = new ArrayList<Verdict>(GatewayClasses.judge(fleet));
        var gateways = new ArrayList<GatewayOutcome>();
        for (Placement placement : placements) {
            switch (placement) {
                case Placement.Placed placed -> {
                    GatewayOutcome outcome = GatewayOutcome.of(placed, parents, backends, addresses);
                    gateways.add(outcome);
                    verdicts.addAll(outcome.verdicts());
                }
                case Placement.Refused refused -> {
                    verdicts.add(GatewayVerdicts.refused(refused));
                    verdicts.addAll(parents.refusedWith(refused));
                }
                case Placement.Elsewhere _ -> {}
            }
        }
        parents.orphans(fleet).forEach(orphan -> verdicts.addAll(RouteVerdicts.of(orphan, List.of(), Set.of())));
        verdicts.addAll(exports.verdicts());
        fleet.members().forEach(member -> Endpoints.judge(fleet, member).ifPresent(verdicts::add));

        var members = new LinkedHashMap<MemberId, MemberPlan>();
        for (Member member : fleet.members()) {
            members.put(member.memberId(), member(member, gateways, fleet, exports, endpoints));
        }
        List<AttachedRoutes> attached = gateways.stream()
                .flatMap(outcome -> outcome.attachedRoutes().stream())
                .toList();
        return new FleetPlan(members, verdicts, attached);
    }

    private static MemberPlan member(
            Member member, List<GatewayOutcome> outcomes, FleetModel fleet, Exports exports, Endpoints endpoints) {
        List<GatewayInMember> here = outcomes.stream()
                .flatMap(outcome -> Optional.ofNullable(outcome.inMembers().get(member.memberId())).stream())
                .toList();
        List<GatewayPlan> gateways =
                here.stream().flatMap(inMember -> inMember.plan().stream()).toList();
        var reached = new BackendEndpoints(fleet, exports, endpoints);
        List<BackendPlan> backends = here.stream()
                .flatMap(inMember -> inMember.backends().stream())
                .distinct()
                .sorted()
                .map(id -> reached.plan(id, member))
                .toList();
        return new MemberPlan(member.memberId(), gateways, backends, new EastWest(exports, endpoints).plan(member));
    }
}
