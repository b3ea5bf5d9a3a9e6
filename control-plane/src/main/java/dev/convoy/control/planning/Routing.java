package dev.convoy.control.planning;

import dev.convoy.model.BackendRef;
import dev.convoy.model.FleetModel;
import dev.convoy.model.HttpRoute;
import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.PersistentMap;
import dev.convoy.model.Policy;
import dev.convoy.model.plan.AttachedRoutes;
import dev.convoy.model.plan.Verdict;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What all routes come to, wherever the Pods of their backends are.
 *
 * @param routed the Gateways that are programmed
 * @param namedBy which routes name a service
 */
record Routing(
        Gateways gateways, PersistentMap<ObjectId, RoutedGateway> routed, Index<Exports.Name, ObjectId> namedBy) {

    static final Routing NONE = new Routing(Gateways.NONE, PersistentMap.empty(), Index.empty());

    /**
     * The routes that changed, those that name a service which did, those that may be admitted, or permitted a service, anew, and
     * those whose Gateways say otherwise.
     */
    SortedSet<ObjectId> touchedBy(Changes changes, Gateways others, FleetModel now) {
        var touched = new TreeSet<ObjectId>();
        touched.addAll(changes.routes());
        changes.services().forEach(service -> touched.addAll(namedBy.of(service)));
        for (ObjectId namespace : changes.namespaces()) {
            now.list(HttpRoute.class, namespace.tree(), Kind.HTTP_ROUTE, namespace.name())
                    .forEach(route -> touched.add(route.id()));
        }
        for (ObjectId grant : changes.grants()) {
            namedBy.byKey().forEachFrom(new Exports.Name(grant.namespace(), ""), (name, routes) -> {
                boolean isOurs = name.namespace().equals(grant.namespace());
                if (isOurs) {
                    touched.addAll(routes.keys());
                }
                return isOurs;
            });
        }
        touched.addAll(asking(others.answeringOtherwise(gateways), now));
        for (ObjectId id : gateways.placed().differences(others.placed())) {
            Optional.ofNullable(others.placed().get(id))
                    .ifPresent(gateway ->
                            touched.addAll(before(gateway).attachments().movedBy(gateway.admissions(), now)));
        }
        return touched;
    }

    /** The routes that ask for Gateways of these names, in any namespace: they are told where there is one that they may mean. */
    private static Set<ObjectId> asking(Set<String> names, FleetModel now) {
        return names.isEmpty()
                ? Set.of()
                : GatewayClasses.trees(now)
                        .flatMap(tree -> now.list(HttpRoute.class, tree, Kind.HTTP_ROUTE).stream())
                        .filter(route -> Parents.of(route).stream()
                                .anyMatch(parent ->
                                        names.contains(parent.gateway().name())))
                        .map(HttpRoute::id)
                        .collect(Collectors.toSet());
    }

    /** What comes before that Gateway. */
    private RoutedGateway before(PlacedGateway gateway) {
        return find(gateway.gateway().id())
                .filter(known -> known.isSeenAs(gateway))
                .orElseGet(() -> RoutedGateway.unrouted(gateway.gateway().id()));
    }

    /** After {@code then}, where these routes, what their backends are, or the Gateways may have changed. */
    Routing next(Gateways others, Set<ObjectId> routes, FleetModel then, Backends backends) {
        Index<Exports.Name, ObjectId> nextNamedBy = namedBy;
        var asking = new TreeMap<ObjectId, Set<ObjectId>>();
        for (ObjectId id : routes) {
            Optional<HttpRoute> before = then.find(HttpRoute.class, id);
            Optional<HttpRoute> now = backends.fleet().find(HttpRoute.class, id);
            for (Exports.Name name : services(before)) {
                nextNamedBy = nextNamedBy.without(name, id);
            }
            for (Exports.Name name : services(now)) {
                nextNamedBy = nextNamedBy.with(name, id);
            }
            Stream.of(before, now)
                    .flatMap(Optional::stream)
                    .flatMap(route -> Parents.of(route).stream())
                    .forEach(parent -> asking.computeIfAbsent(parent.gateway(), _ -> new TreeSet<>())
                            .add(id));
        }
        PersistentMap<ObjectId, RoutedGateway> nextRouted = routed;
        gateways.placed().forEachDifference(others.placed(), id -> asking.putIfAbsent(id, Set.of()));
        for (var asked : asking.entrySet()) {
            PlacedGateway gateway = others.placed().get(asked.getKey());
            nextRouted = gateway == null
                    ? nextRouted.without(asked.getKey())
                    : nextRouted.with(asked.getKey(), before(gateway).next(gateway, asked.getValue(), backends));
        }
        return new Routing(others, nextRouted, nextNamedBy);
    }

    private static List<Exports.Name> services(Optional<HttpRoute> route) {
        return route.stream()
                .flatMap(known -> known.rules().stream())
                .flatMap(rule -> Stream.concat(
                        rule.backends().stream(),
                        rule.policies().stream()
                                .filter(Policy.Mirror.class::isInstance)
                                .map(mirror -> ((Policy.Mirror) mirror).backend())))
                .map(BackendRef::target)
                .map(target -> new Exports.Name(target.namespace(), target.name()))
                .distinct()
                .toList();
    }

    /** The counts after those of {@code before}. */
    PersistentMap<ObjectId, List<AttachedRoutes>> attachedRoutes(
            Routing before, PersistentMap<ObjectId, List<AttachedRoutes>> counts) {
        PersistentMap<ObjectId, List<AttachedRoutes>> next = counts;
        for (ObjectId id : before.routed.differences(routed)) {
            List<AttachedRoutes> counted =
                    find(id).map(RoutedGateway::attachedRoutes).orElse(List.of());
            next = counted.isEmpty() ? next.without(id) : next.with(id, counted);
        }
        return next;
    }

    /** The routes that hear otherwise of the members that serve them than before, though nothing else of them may have changed. */
    SortedSet<ObjectId> toldOtherwise(Routing before) {
        var routes = new TreeSet<ObjectId>();
        for (ObjectId id : before.routed.differences(routed)) {
            find(id).ifPresent(
                            gateway -> before.find(id).ifPresent(then -> routes.addAll(gateway.toldOtherwise(then))));
        }
        return routes;
    }

    /** What these routes hear from each of their parents; nothing where other controllers answer for all of them. */
    Verdicts judge(Collection<ObjectId> routes, FleetModel fleet, Verdicts before) {
        Verdicts verdicts = before;
        for (ObjectId id : routes) {
            verdicts = verdicts.with(
                    id,
                    fleet.find(HttpRoute.class, id)
                            .map(route -> verdicts(route, fleet))
                            .orElse(List.of()));
        }
        return verdicts;
    }

    private List<Verdict> verdicts(HttpRoute route, FleetModel fleet) {
        return Parents.of(route).stream()
                .flatMap(asking -> verdicts(route, asking, fleet).stream())
                .toList();
    }

    private List<Verdict> verdicts(HttpRoute route, Parents.Asking asking, FleetModel fleet) {
        return switch (gateways.placements().get(asking.gateway())) {
            case null -> Parents.missing(asking, fleet);
            case Placement.Placed _ -> find(asking.gateway()).orElseThrow().verdicts(route.id(), asking.parent());
            case Placement.Refused refused -> Parents.refused(asking, refused);
            case Placement.Elsewhere _ -> List.of();
        };
    }

    private Optional<RoutedGateway> find(ObjectId id) {
        return Optional.ofNullable(routed.get(id));
    }

    /** What the Gateways come to in a member, in the order of their ids. */
    List<RoutedInMember> in(MemberId member) {
        return routed.values().stream()
                .flatMap(gateway -> gateway.in(member).stream())
                .toList();
    }

    Optional<RoutedInMember> in(MemberId member, ObjectId gateway) {
        return find(gateway).flatMap(routedThere -> routedThere.in(member));
    }
}
