package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.Member;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendPlan;
import dev.convoy.model.plan.EastWestPlan;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.MemberPlan;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts together what one member is to do. */
record PlannedMember(Member member, FleetModel fleet, Exports exports, Endpoints endpoints) {

    MemberPlan plan(Routing routing) {
        List<GatewayInMember> here = routing.in(member.memberId());
        BackendEndpoints reached = reached();
        return new MemberPlan(
                member.memberId(),
                gateways(here),
                ids(here).map(id -> reached.plan(id, member)).toList(),
                eastWest().plan(member));
    }

    /**
     * The plan after {@code before}, where only the endpoints of the services in {@code touched} may be others; {@code routing} is null
     * where it is still the same.
     */
    MemberPlan next(MemberPlan before, @Nullable Routing routing, Set<Exports.Name> touched) {
        List<BackendPlan> backends = routing == null
                ? before.backends().values().stream()
                        .map(backend -> next(backend, touched))
                        .toList()
                : routed(before, routing.in(member.memberId()), touched);
        return new MemberPlan(
                member.memberId(),
                routing == null ? before.gateways() : gateways(routing.in(member.memberId())),
                backends,
                next(before.eastWest(), touched));
    }

    private List<BackendPlan> routed(MemberPlan before, List<GatewayInMember> here, Set<Exports.Name> touched) {
        BackendEndpoints reached = reached();
        return ids(here)
                .map(id -> {
                    BackendPlan backend = before.backends().get(id);
                    return backend == null ? reached.plan(id, member) : next(backend, touched);
                })
                .toList();
    }

    private BackendPlan next(BackendPlan before, Set<Exports.Name> touched) {
        return touched.contains(Exports.Name.of(before.id())) ? reached().plan(before.id(), member) : before;
    }

    private @Nullable EastWestPlan next(@Nullable EastWestPlan before, Set<Exports.Name> touched) {
        if (before == null || touched.isEmpty()) {
            return before;
        }
        EastWest eastWest = eastWest();
        return new EastWestPlan(
                before.bind(),
                before.exports().values().stream()
                        .map(export -> touched.contains(Exports.Name.of(export.id()))
                                ? eastWest.again(export, member)
                                : export)
                        .toList());
    }

    private BackendEndpoints reached() {
        return new BackendEndpoints(fleet, exports, endpoints);
    }

    private EastWest eastWest() {
        return new EastWest(exports, endpoints);
    }

    private static List<GatewayPlan> gateways(List<GatewayInMember> here) {
        return here.stream().flatMap(inMember -> inMember.plan().stream()).toList();
    }

    private static Stream<BackendId> ids(List<GatewayInMember> here) {
        return here.stream()
                .flatMap(inMember -> inMember.backends().stream())
                .distinct()
                .sorted();
    }
}
