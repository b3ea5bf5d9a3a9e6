package dev.convoy.control.planning;

import dev.convoy.model.HttpRoute.ParentRef;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.AttachedRoutes;
import dev.convoy.model.plan.Verdict;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        ObjectId id = gateway.gateway().id();
        var inMembers = new LinkedHashMap<MemberId, RoutedInMember>();
        gateway.placement()
                .viewers()
                .forEach(viewer -> inMembers.put(viewer.member(), RoutedInMember.unrouted(id, viewer)));
        return new RoutedGateway(Attachments.none(id), inMembers, Index.empty());
    }

    /** Whether its routes find their backends as they do from that Gateway; only then it can come {@code next}. */
    boolean isSeenAs(PlacedGateway gateway) {
        List<Backends.Viewer> viewers =
                inMembers.values().stream().map(RoutedInMember::viewer).toList();
        return viewers.equals(gateway.placement().viewers());
    }

    /** Where these routes, what their backends are, or the Gateway itself may have changed. */
    RoutedGateway next(PlacedGateway gateway, Collection<ObjectId> routes, Backends backends) {
        Attachments now = attachments.next(gateway.admissions(), routes, backends.fleet());
        var next = new LinkedHashMap<MemberId, RoutedInMember>();
        inMembers.forEach((member, inMember) ->
                next.put(member, inMember.next(gateway.in(member), routes, attachments, now, backends)));
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
        inMembers.forEach((member, inMember) ->
                before.in(member).ifPresent(then -> routes.addAll(inMember.shadowedOtherwise(then))));
        return routes;
    }

    Optional<RoutedInMember> in(MemberId member) {
        return Optional.ofNullable(inMembers.get(member));
    }

    List<AttachedRoutes> attachedRoutes() {
        return attachments.listeners().stream()
                .map(Admission::name)
                .map(name -> new AttachedRoutes(attachments.gateway(), name, counted.count(name)))
                .toList();
    }
}
