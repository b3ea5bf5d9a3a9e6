package dev.convoy.control.planning;

import dev.convoy.model.HttpRoute.ParentRef;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.AttachedRoutes;
import dev.convoy.model.plan.Verdict;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the routes of one Gateway come to.
 *
 * @param inMembers in each member that is to serve it
 * @param counted the routes that each listener counts: those that are accepted and attached to it
 */
record RoutedGateway(
        Attachments attachments, Map<MemberId, RoutedInMember> inMembers, Index<String, ObjectId> counted) {

    static RoutedGateway unrouted(PlacedGateway gateway) {
        var inMembers = new LinkedHashMap<MemberId, RoutedInMember>();
        for (Member member : gateway.placement().members()) {
            var viewer =
                    new Backends.Viewer(member.memberId(), gateway.placement().multiCluster());
            Frame frame = Objects.requireNonNull(gateway.frames().get(member.memberId()));
            inMembers.put(member.memberId(), RoutedInMember.unrouted(frame, viewer));
        }
        return new RoutedGateway(Attachments.none(gateway), inMembers, Index.empty());
    }

    /** Where these routes, or what their backends are, may have changed. */
    RoutedGateway next(Collection<ObjectId> routes, Backends backends) {
        Attachments now = attachments.next(routes, backends.fleet());
        var next = new LinkedHashMap<MemberId, RoutedInMember>();
        inMembers.forEach((member, inMember) -> next.put(member, inMember.next(routes, attachments, now, backends)));
        Index<String, ObjectId> nextCounted = counted;
        for (ObjectId route : routes) {
            for (String listener : attachments.listeners(route)) {
                nextCounted = nextCounted.without(listener, route);
            }
            if (outcomes(next.values(), route).stream().noneMatch(RuleOutcomes::allLost)) {
                for (String listener : now.listeners(route)) {
                    nextCounted = nextCounted.with(listener, route);
                }
            }
        }
        return new RoutedGateway(now, next, nextCounted);
    }

    private static List<RuleOutcomes> outcomes(Collection<RoutedInMember> inMembers, ObjectId route) {
        return inMembers.stream()
                .flatMap(inMember -> Optional.ofNullable(inMember.outcomes().get(route)).stream())
                .toList();
    }

    /** What a route hears from this Gateway through one of its parentRefs. */
    List<Verdict> verdicts(ObjectId route, ParentRef parent) {
        return attachments.of(route).stream()
                .filter(attachment -> attachment.parent().equals(parent))
                .findFirst()
                .map(attachment -> RouteVerdicts.of(attachment, outcomes(inMembers.values(), route), shadowed(route)))
                .orElse(List.of());
    }

    /** The same in every member, for matches know of none. */
    private Set<String> shadowed(ObjectId route) {
        return inMembers.values().stream()
                .map(inMember -> inMember.shadowed(route))
                .filter(sentences -> !sentences.isEmpty())
                .findFirst()
                .orElse(new TreeSet<>());
    }

    /** Those whose matches win otherwise than before. */
    SortedSet<ObjectId> shadowedOtherwise(RoutedGateway before) {
        var routes = new TreeSet<ObjectId>();
        inMembers.forEach((member, inMember) -> routes.addAll(inMember.shadowedOtherwise(before.in(member))));
        return routes;
    }

    RoutedInMember in(MemberId member) {
        return Objects.requireNonNull(inMembers.get(member), member::name);
    }

    List<AttachedRoutes> attachedRoutes() {
        PlacedGateway gateway = attachments.gateway();
        return gateway.listeners().stream()
                .map(listener -> listener.listener().name())
                .map(name -> new AttachedRoutes(gateway.gateway().id(), name, counted.count(name)))
                .toList();
    }
}
