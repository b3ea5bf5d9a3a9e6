package dev.convoy.control.planning;

import dev.convoy.model.Member;
import dev.convoy.model.ObjectId;
import dev.convoy.model.PersistentMap;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendPlan;
import dev.convoy.model.plan.EastWestPlan;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.MemberPlan;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Puts together what one member is to do. */
record PlannedMember(Member member, Routing before, Routing now, BackendEndpoints reached, EastWest eastWest) {

    /** Before any route and any service. */
    static MemberPlan bare(Member member, Routing unrouted) {
        return new MemberPlan(
                member.memberId(),
                unrouted.in(member.memberId()).stream()
                        .flatMap(gateway -> gateway.plan().stream())
                        .toList(),
                PersistentMap.empty(),
                Optional.ofNullable(member.eastWest())
                        .map(bind -> new EastWestPlan(bind, PersistentMap.empty()))
                        .orElse(null));
    }

    /** The plan after {@code plan}, where these services, or where their Pods are, may have changed. */
    MemberPlan next(MemberPlan plan, Collection<Exports.Name> services) {
        List<GatewayPlan> gateways = plan.gateways().stream().map(this::next).toList();
        var next = new MemberPlan(
                plan.member(),
                gateways.equals(plan.gateways()) ? plan.gateways() : gateways,
                backends(plan, services),
                eastWest.next(plan.eastWest(), services, member));
        return next.equals(plan) ? plan : next;
    }

    private GatewayPlan next(GatewayPlan plan) {
        return now(plan.gateway()).next(plan, before(plan.gateway()));
    }

    private PersistentMap<BackendId, BackendPlan> backends(MemberPlan plan, Collection<Exports.Name> services) {
        List<ObjectId> gateways =
                plan.gateways().stream().map(GatewayPlan::gateway).toList();
        var touched = new TreeSet<BackendId>();
        for (Exports.Name name : services) {
            for (BackendId.Reach reach : BackendId.Reach.values()) {
                touched.addAll(name.in(plan.backends(), reach));
            }
        }
        gateways.forEach(id -> touched.addAll(before(id).named().differences(now(id).named())));
        PersistentMap<BackendId, BackendPlan> next = plan.backends();
        for (BackendId backend : touched) {
            boolean named = gateways.stream().anyMatch(id -> now(id).named().contains(backend));
            next = named ? next.with(backend, reached.plan(backend, member)) : next.without(backend);
        }
        return next;
    }

    private RoutedInMember before(ObjectId gateway) {
        return before.in(member.memberId(), gateway);
    }

    private RoutedInMember now(ObjectId gateway) {
        return now.in(member.memberId(), gateway);
    }
}
