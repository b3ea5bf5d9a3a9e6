package dev.convoy.control.planning;

import dev.convoy.model.Gateway;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.AttachedRoutes;
import dev.convoy.model.plan.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one Gateway comes to: what it does in each member that is to serve it, and the verdicts on it and its routes. */
record GatewayOutcome(
        Map<MemberId, GatewayInMember> inMembers, List<Verdict> verdicts, List<AttachedRoutes> attachedRoutes) {

    /** {@code before} is what it came to, where nothing but routes and endpoints changed since. */
    static GatewayOutcome of(
            Placement.Placed placed,
            Parents parents,
            Backends backends,
            AddressPlan addresses,
            @Nullable GatewayOutcome before) {
        Gateway gateway = placed.gateway();
        List<ListenerPlan> listeners = ListenerPlan.all(gateway, backends.grants());
        List<Attachment> attachments = parents.of(gateway.id()).stream()
                .map(asking -> Attachment.of(backends.fleet(), gateway, listeners, asking.route(), asking.parent()))
                .toList();
        var inMembers = new LinkedHashMap<MemberId, GatewayInMember>();
        for (Member member : placed.members()) {
            GatewayInMember known = before == null ? null : before.inMembers.get(member.memberId());
            inMembers.put(
                    member.memberId(),
                    GatewayInMember.of(
                            placed,
                            member,
                            listeners,
                            attachments,
                            backends,
                            addresses,
                            known == null ? Map.of() : known.outcomes()));
        }
        List<Fault> faults = inMembers.values().stream()
                .flatMap(inMember -> inMember.faults().stream())
                .toList();
        var verdicts = new ArrayList<>(GatewayVerdicts.of(placed, listeners, faults));
        listeners.forEach(listener -> verdicts.addAll(listener.verdicts(gateway)));
        for (Attachment attachment : attachments) {
            ObjectId route = attachment.route().id();
            verdicts.addAll(RouteVerdicts.of(
                    attachment, outcomes(inMembers.values(), route), shadowed(inMembers.values(), route)));
        }
        return new GatewayOutcome(inMembers, verdicts, counts(gateway, listeners, attachments, inMembers.values()));
    }

    private static List<RuleOutcomes> outcomes(Collection<GatewayInMember> inMembers, ObjectId route) {
        return inMembers.stream()
                .flatMap(inMember -> Optional.ofNullable(inMember.outcomes().get(route)).stream())
                .toList();
    }

    /** The same in every member, for matches know of none. */
    private static Set<String> shadowed(Collection<GatewayInMember> inMembers, ObjectId route) {
        return inMembers.stream()
                .flatMap(inMember -> Optional.ofNullable(inMember.shadowed().get(route)).stream())
                .findFirst()
                .orElse(Set.of());
    }

    /** A listener counts the routes that are accepted and attached to it. */
    private static List<AttachedRoutes> counts(
            Gateway gateway,
            List<ListenerPlan> listeners,
            List<Attachment> attachments,
            Collection<GatewayInMember> inMembers) {
        return listeners.stream()
                .map(listener -> {
                    long count = attachments.stream()
                            .filter(attachment -> attachment.listeners().contains(listener))
                            .map(attachment -> attachment.route().id())
                            .filter(route -> outcomes(inMembers, route).stream().noneMatch(RuleOutcomes::allLost))
                            .distinct()
                            .count();
                    return new AttachedRoutes(gateway.id(), listener.listener().name(), (int) count);
                })
                .toList();
    }
}
