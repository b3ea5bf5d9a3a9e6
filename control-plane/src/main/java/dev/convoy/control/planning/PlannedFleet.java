package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.MemberPlan;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A plan with what it was made of, so that the next one makes anew only what a change touches. Everything is always planned as the
 * differences from the fleet before; from nothing they are the differences from a fleet that has nothing. So there is one way to plan,
 * and the plan is the same whatever it follows.
 *
 * @param fleet what counts of it: what belongs to a member that is not there comes with its Membership, and goes with it
 */
record PlannedFleet(
        FleetModel fleet,
        GatewayAddresses assigned,
        Exports exports,
        Endpoints endpoints,
        Routing routing,
        FleetPlan plan) {
    private static final PlannedFleet NOTHING = new PlannedFleet(
            FleetModel.empty(),
            GatewayAddresses.NONE,
            Exports.NONE,
            Endpoints.NONE,
            Routing.NONE,
            new FleetPlan(Map.of(), List.of(), List.of()));

    static PlannedFleet of(FleetModel fleet, GatewayAddresses assigned) {
        return NOTHING.next(fleet, assigned);
    }

    /** What is equal in the plan stays the same instance. */
    PlannedFleet next(FleetModel all, GatewayAddresses nowAssigned) {
        FleetModel now = all.ofMembers();
        Changes changes = Changes.between(fleet, now);
        Exports nextExports = exports.next(now, changes.services());
        Endpoints nextEndpoints = endpoints.next(fleet, now, changes.slices());
        Gateways gateways = changes.gateways() || !nowAssigned.equals(assigned)
                ? routing.gateways().next(now, nowAssigned)
                : routing.gateways();

        SortedSet<ObjectId> routes = routing.touchedBy(changes, gateways, now);
        Routing nextRouting = routing.next(gateways, routes, fleet, new Backends(now, nextExports, new Grants(now)));

        var offered = new TreeSet<>(changes.services());
        if (changes.ways()) {
            offered.addAll(everyService());
        }
        SortedSet<Exports.Name> moved = Endpoints.services(fleet, now, changes.slices());
        moved.addAll(offered);
        var reached = new BackendEndpoints(now, nextExports, nextEndpoints);
        var eastWest = new EastWest(nextExports, nextEndpoints);
        var members = new LinkedHashMap<MemberId, MemberPlan>();
        for (Member member : strangersLast(now.members())) {
            var planned = new PlannedMember(member, routing, nextRouting, reached, eastWest, members.values());
            members.put(member.memberId(), planned.next(before(member), moved));
        }

        routes.addAll(nextRouting.toldOtherwise(routing));
        var verdicts = new Verdicts(plan.verdicts());
        verdicts = gateways.judge(routing.gateways(), verdicts);
        verdicts = nextRouting.judge(routes, now, verdicts);
        offered.addAll(nextExports.outOfReachOf(changes.strangers()));
        verdicts = nextExports.judge(exports, offered, verdicts);
        verdicts = nextEndpoints.judge(changes.members(), changes.slices(), now, verdicts);
        var next =
                new FleetPlan(members, verdicts.byObject(), nextRouting.attachedRoutes(routing, plan.attachedRoutes()));
        return new PlannedFleet(now, nowAssigned, nextExports, nextEndpoints, nextRouting, next);
    }

    /** All that is offered to the fleet, or that some member's routes name. */
    private SortedSet<Exports.Name> everyService() {
        var services = new TreeSet<>(exports.offers().keys());
        plan.members().values().stream()
                .flatMap(member -> member.backends().keys().stream())
                .forEach(backend -> services.add(Exports.Name.of(backend)));
        return services;
    }

    /** So that those find the plans of the others, with which they share. */
    private List<Member> strangersLast(List<Member> members) {
        return members.stream()
                .sorted(Comparator.comparing(member -> !plan.members().containsKey(member.memberId())))
                .toList();
    }

    private MemberPlan before(Member member) {
        return Optional.ofNullable(plan.members().get(member.memberId())).orElseGet(() -> PlannedMember.idle(member));
    }
}
