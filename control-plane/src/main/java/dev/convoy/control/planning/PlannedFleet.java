package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.Kind;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A plan with what it was made of, so that the next one makes anew only what a change touches. Endpoints and routes change all the
 * time; where anything else did, everything is planned again. Either way the plan is the same, and what did not change in it is the same
 * instance.
 */
record PlannedFleet(
        FleetModel fleet,
        GatewayAddresses assigned,
        Exports exports,
        List<Verdict> exportVerdicts,
        Endpoints endpoints,
        Routing routing,
        FleetPlan plan) {
    private static final Set<Kind> FREQUENT = EnumSet.of(Kind.HTTP_ROUTE, Kind.ENDPOINT_SLICE);

    static PlannedFleet of(FleetModel fleet, GatewayAddresses assigned) {
        Exports exports = Exports.of(fleet);
        Endpoints endpoints = Endpoints.of(fleet);
        Routing routing = Routing.of(fleet, exports, assigned);
        var members = new LinkedHashMap<MemberId, MemberPlan>();
        for (Member member : fleet.members()) {
            members.put(member.memberId(), new PlannedMember(member, fleet, exports, endpoints).plan(routing));
        }
        List<Verdict> exportVerdicts = exports.verdicts();
        FleetPlan plan = new FleetPlan(
                members, verdicts(routing, exportVerdicts, judged(fleet, endpoints)), routing.attachedRoutes());
        return new PlannedFleet(fleet, assigned, exports, exportVerdicts, endpoints, routing, plan);
    }

    @SuppressWarnings("ReferenceEquality") // what is equal is the same instance
    PlannedFleet next(FleetModel now, GatewayAddresses nowAssigned) {
        List<ObjectId> changed = fleet.differences(now);
        if (!changed.stream().allMatch(id -> FREQUENT.contains(id.kind()))) {
            return of(now, nowAssigned);
        }
        Routing nextRouting =
                nowAssigned.equals(assigned) && changed.stream().noneMatch(id -> id.kind() == Kind.HTTP_ROUTE)
                        ? routing
                        : routing.next(now, exports, nowAssigned);
        List<ObjectId> slices =
                changed.stream().filter(id -> id.kind() == Kind.ENDPOINT_SLICE).toList();
        Endpoints nextEndpoints = endpoints.next(fleet, now, slices);
        Set<Exports.Name> touched = Endpoints.services(fleet, now, slices);

        var members = new LinkedHashMap<MemberId, MemberPlan>();
        for (Member member : now.members()) {
            var planned = new PlannedMember(member, now, exports, nextEndpoints);
            MemberPlan before = plan.members().get(member.memberId());
            members.put(
                    member.memberId(),
                    before == null
                            ? planned.plan(nextRouting)
                            : planned.next(before, nextRouting == routing ? null : nextRouting, touched));
        }
        List<Verdict> judged = judged(now, nextEndpoints);
        boolean sameVerdicts = nextRouting == routing && judged.equals(judged(fleet, endpoints));
        FleetPlan next = sameVerdicts
                ? new FleetPlan(members, plan.verdicts(), plan.attachedRoutes())
                : new FleetPlan(members, verdicts(nextRouting, exportVerdicts, judged), nextRouting.attachedRoutes());
        return new PlannedFleet(now, nowAssigned, exports, exportVerdicts, nextEndpoints, nextRouting, next);
    }

    private static List<Verdict> judged(FleetModel fleet, Endpoints endpoints) {
        return fleet.members().stream()
                .map(endpoints::judge)
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<Verdict> verdicts(Routing routing, List<Verdict> ofExports, List<Verdict> ofEndpoints) {
        var verdicts = new ArrayList<>(routing.verdicts());
        verdicts.addAll(ofExports);
        verdicts.addAll(ofEndpoints);
        return verdicts;
    }
}
