package dev.convoy.control.planning;

import dev.convoy.model.Member;
import dev.convoy.model.ObjectId;
import dev.convoy.model.PersistentMap;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendPlan;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.MemberPlan;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Puts together what one member is to do.
 *
 * @param others the plans of other members, made of the same routing: with them it shares the hosts of a Gateway that it comes to serve
 */
record PlannedMember(
        Member member,
        Routing before,
        Routing now,
        BackendEndpoints reached,
        EastWest eastWest,
        Collection<MemberPlan> others) {

    /** What a member does that nobody has asked for anything. */
    static MemberPlan idle(Member member) {
        return new MemberPlan(member.memberId(), List.of(), PersistentMap.empty(), null);
    }

    /** The plan after {@code plan}, where these services, or where their Pods are, may have changed. */
    MemberPlan next(MemberPlan plan, Collection<Exports.Name> services) {
        var next = new MemberPlan(
                plan.member(),
                gateways(plan.gateways()),
                backends(plan, services),
                eastWest.next(plan.eastWest(), services, member));
        return next.equals(plan) ? plan : next;
    }

    private List<GatewayPlan> gateways(List<GatewayPlan> plans) {
        List<ObjectId> changed = before.routed().differences(now.routed());
        if (changed.isEmpty()) {
            return plans;
        }
        var next = new TreeMap<ObjectId, GatewayPlan>();
        plans.forEach(plan -> next.put(plan.gateway(), plan));
        for (ObjectId id : changed) {
            Optional<GatewayPlan> plan =
                    now.in(member.memberId(), id).flatMap(gateway -> plan(gateway, Optional.ofNullable(next.get(id))));
            plan.ifPresentOrElse(planned -> next.put(id, planned), () -> next.remove(id));
        }
        List<GatewayPlan> gateways = List.copyOf(next.values());
        return gateways.equals(plans) ? plans : gateways;
    }

    private Optional<GatewayPlan> plan(RoutedInMember gateway, Optional<GatewayPlan> known) {
        ObjectId id = gateway.frame().gateway();
        Optional<RoutedInMember> then = before.in(member.memberId(), id);
        if (then.isPresent()) {
            return gateway.plan(known, then.get());
        }
        return others.stream()
                .filter(other -> other.gateway(id).isPresent())
                .findFirst()
                .map(other -> gateway.plan(
                        other.gateway(id), now.in(other.member(), id).orElseThrow()))
                .orElseGet(() -> gateway.plan(Optional.empty(), RoutedInMember.unrouted(id, gateway.viewer())));
    }

    private PersistentMap<BackendId, BackendPlan> backends(MemberPlan plan, Collection<Exports.Name> services) {
        var touched = new TreeSet<BackendId>();
        for (Exports.Name name : services) {
            for (BackendId.Reach reach : BackendId.Reach.values()) {
                touched.addAll(name.in(plan.backends(), reach));
            }
        }
        for (ObjectId gateway : before.routed().differences(now.routed())) {
            touched.addAll(needed(before, gateway).differences(needed(now, gateway)));
        }
        List<RoutedInMember> gateways = now.in(member.memberId());
        PersistentMap<BackendId, BackendPlan> next = plan.backends();
        for (BackendId backend : touched) {
            boolean needed =
                    gateways.stream().anyMatch(gateway -> gateway.needed().contains(backend));
            next = needed ? next.with(backend, reached.plan(backend, member)) : next.without(backend);
        }
        return next;
    }

    private Index<BackendId, ObjectId> needed(Routing routing, ObjectId gateway) {
        return routing.in(member.memberId(), gateway)
                .map(RoutedInMember::needed)
                .orElse(Index.empty());
    }
}
