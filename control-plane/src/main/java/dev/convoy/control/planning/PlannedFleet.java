package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.MemberPlan;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SortedSet;

/**
 * A plan with what it was made of, so that the next one makes anew only what a change touches. Where the Gateways themselves come out
 * otherwise, or a member does, everything is planned from nothing: that is rare. Routes, services and endpoints change all the time and
 * are always planned as differences from the fleet before; from nothing they are the differences from a fleet that has none. So there is
 * one way to plan, and the plan is the same whatever it follows.
 */
record PlannedFleet(
        FleetModel fleet,
        GatewayAddresses assigned,
        Exports exports,
        Endpoints endpoints,
        Routing routing,
        FleetPlan plan) {

    static PlannedFleet of(FleetModel fleet, GatewayAddresses assigned) {
        Routing routing = Routing.unrouted(Gateways.of(fleet, assigned));
        var members = new LinkedHashMap<MemberId, MemberPlan>();
        for (Member member : fleet.members()) {
            members.put(member.memberId(), PlannedMember.bare(member, routing));
        }
        var plan = new FleetPlan(members, routing.gateways().verdicts(), routing.attachedRoutes());
        FleetModel nothing = FleetModel.empty();
        return new PlannedFleet(nothing, assigned, Exports.NONE, Endpoints.NONE, routing, plan)
                .next(fleet, Changes.between(nothing, fleet));
    }

    /** What is equal in the plan stays the same instance. */
    PlannedFleet next(FleetModel now, GatewayAddresses nowAssigned) {
        Changes changes = Changes.between(fleet, now);
        boolean sameGateways = !changes.members()
                && nowAssigned.equals(assigned)
                && (!changes.gateways() || Gateways.of(now, assigned).equals(routing.gateways()));
        return sameGateways ? next(now, changes) : of(now, nowAssigned).sharing(plan);
    }

    private PlannedFleet sharing(FleetPlan before) {
        return new PlannedFleet(fleet, assigned, exports, endpoints, routing, Sharing.with(before, plan));
    }

    private PlannedFleet next(FleetModel now, Changes changes) {
        SortedSet<Exports.Name> moved = Endpoints.services(fleet, now, changes.slices());
        Exports nextExports = exports.next(now, changes.services());
        Endpoints nextEndpoints = endpoints.next(fleet, now, changes.slices());

        SortedSet<ObjectId> routes = routing.touchedBy(changes, now);
        Routing nextRouting = routing.next(routes, fleet, new Backends(now, nextExports, new Grants(now)));

        moved.addAll(changes.services());
        var reached = new BackendEndpoints(now, nextExports, nextEndpoints);
        var eastWest = new EastWest(nextExports, nextEndpoints);
        var members = new LinkedHashMap<MemberId, MemberPlan>();
        for (Member member : now.members()) {
            var planned = new PlannedMember(member, routing, nextRouting, reached, eastWest);
            members.put(member.memberId(), planned.next(before(member), moved));
        }

        routes.addAll(nextRouting.shadowedOtherwise(routing));
        var verdicts = new Verdicts(plan.verdicts());
        verdicts = nextRouting.judge(routes, now, verdicts);
        verdicts = nextExports.judge(changes.services(), verdicts);
        verdicts = nextEndpoints.judge(changes.slices(), now, verdicts);
        var next =
                new FleetPlan(members, verdicts.byObject(), nextRouting.attachedRoutes(routing, plan.attachedRoutes()));
        return new PlannedFleet(now, assigned, nextExports, nextEndpoints, nextRouting, next);
    }

    private MemberPlan before(Member member) {
        return Objects.requireNonNull(plan.members().get(member.memberId()));
    }
}
