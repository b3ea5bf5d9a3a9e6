package dev.convoy.control.planning;

import dev.convoy.model.HttpRoute.ParentRef;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.AttachedRoutes;
import dev.convoy.model.plan.Verdict;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the routes of one Gateway come to.
 *
 * @param inMembers in each member that is to serve it
 * @param counted the routes that each listener counts: those that are accepted and attached to it
 */
record RoutedGateway(
        Attachments attachments, Map<MemberId, RoutedInMember> inMembers, Index<String, ObjectId> counted) {

    static RoutedGateway unrouted(ObjectId gateway) {
        return new RoutedGateway(Attachments.none(gateway), Map.of(), Index.empty());
    }

    /** Whether its routes find their backends as they do from that Gateway; only then it can come {@code next}. */
    boolean isSeenAs(PlacedGateway gateway) {
        return inMembers.values().stream()
                .allMatch(inMember ->
                        inMember.viewer().multiCluster() == gateway.placement().multiCluster());
    }

    /**
     * Where these routes, what their backends are, or the Gateway itself may have changed. In a member that comes to serve it all of
     * its routes are looked at; what they come to as in another member, it shares with that.
     */
    RoutedGateway next(PlacedGateway gateway, Collection<ObjectId> routes, Backends backends) {
        Attachments now = attachments.next(gateway.admissions(), routes, backends.fleet());
        List<Backends.Viewer> viewers = gateway.placement().viewers();
        var next = new TreeMap<MemberId, RoutedInMember>();
        for (Backends.Viewer viewer : viewers) {
            in(viewer.member())
                    .map(known -> known.next(gateway.in(viewer.member()), routes, attachments, now, backends))
                    .ifPresent(inMember -> next.put(viewer.member(), inMember));
        }
        for (Backends.Viewer viewer : viewers) {
            if (!next.containsKey(viewer.member())) {
                RoutedInMember like = next.isEmpty()
                        ? RoutedInMember.unrouted(now.gateway(), viewer)
                        : next.firstEntry().getValue().seenBy(viewer);
                List<ObjectId> all = now.byRoute().keys();
                next.put(viewer.member(), like.next(gateway.in(viewer.member()), all, now, now, backends));
            }
        }
        var recounted = new TreeSet<>(routes);
        recounted.addAll(toldOfComingAndGoing(inMembers, next));
        Index<String, ObjectId> nextCounted = counted;
        for (ObjectId route : recounted) {
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

    /** The routes that hear something of a member that serves the Gateway here or there, and not both. */
    private static SortedSet<ObjectId> toldOfComingAndGoing(
            Map<MemberId, RoutedInMember> here, Map<MemberId, RoutedInMember> there) {
        var routes = new TreeSet<ObjectId>();
        for (var one : List.of(here, there)) {
            one.forEach((member, inMember) -> {
                if (!here.containsKey(member) || !there.containsKey(member)) {
                    routes.addAll(inMember.told());
                }
            });
        }
        return routes;
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

    /** Those that hear otherwise of members than before, though nothing else of them may have changed. */
    SortedSet<ObjectId> toldOtherwise(RoutedGateway before) {
        SortedSet<ObjectId> routes = toldOfComingAndGoing(before.inMembers, inMembers);
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
