package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.HttpRoute;
import dev.convoy.model.ObjectId;
import dev.convoy.model.PersistentMap;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which routes ask for one Gateway, and to which of its listeners they attach.
 *
 * @param byRoute for each of a route's parentRefs that name the Gateway, in their order
 * @param byListener by the listener's name
 */
record Attachments(
        PlacedGateway gateway,
        PersistentMap<ObjectId, List<Attachment>> byRoute,
        Map<String, ListenerRoutes> byListener) {

    static Attachments none(PlacedGateway gateway) {
        var byListener = new LinkedHashMap<String, ListenerRoutes>();
        gateway.listeners()
                .forEach(listener -> byListener.put(listener.listener().name(), ListenerRoutes.none(listener)));
        return new Attachments(gateway, PersistentMap.empty(), byListener);
    }

    /** Where these routes may have changed. */
    Attachments next(Collection<ObjectId> routes, FleetModel now) {
        PersistentMap<ObjectId, List<Attachment>> next = byRoute;
        var listeners = new LinkedHashMap<>(byListener);
        for (ObjectId id : routes) {
            List<Attachment> attached = now.find(HttpRoute.class, id)
                    .map(route -> attach(route, now))
                    .orElse(List.of());
            if (!attached.equals(of(id))) {
                of(id).forEach(attachment -> names(attachment)
                        .forEach(name -> listeners.computeIfPresent(
                                name, (_, routesThere) -> routesThere.without(attachment.route()))));
                attached.forEach(attachment -> names(attachment)
                        .forEach(name -> listeners.computeIfPresent(
                                name, (_, routesThere) -> routesThere.with(attachment.route()))));
                next = attached.isEmpty() ? next.without(id) : next.with(id, attached);
            }
        }
        return new Attachments(gateway, next, listeners);
    }

    private List<Attachment> attach(HttpRoute route, FleetModel now) {
        return Parents.of(route).stream()
                .filter(asking -> asking.gateway().equals(gateway.gateway().id()))
                .map(asking -> Attachment.of(now, gateway.gateway(), gateway.listeners(), route, asking.parent()))
                .toList();
    }

    List<Attachment> of(ObjectId route) {
        return Objects.requireNonNullElse(byRoute.get(route), List.of());
    }

    /** The route, where one of its parentRefs is accepted. */
    Optional<HttpRoute> accepted(ObjectId route) {
        return of(route).stream()
                .filter(attachment -> attachment.fault().isEmpty())
                .map(Attachment::route)
                .findFirst();
    }

    /** The listeners of a route, each once, however many of its parentRefs lead there. */
    SortedSet<String> listeners(ObjectId route) {
        var listeners = new TreeSet<String>();
        of(route).forEach(attachment -> listeners.addAll(names(attachment)));
        return listeners;
    }

    private static List<String> names(Attachment attachment) {
        return attachment.listeners().stream()
                .map(listener -> listener.listener().name())
                .toList();
    }

    ListenerRoutes at(String listener) {
        return Objects.requireNonNull(byListener.get(listener), listener);
    }

    /** The hosts in which the route has a say now, or had one before. */
    SortedSet<Spot> concernedBy(ObjectId route, Attachments before) {
        var spots = new TreeSet<Spot>();
        for (Attachments attached : List.of(before, this)) {
            attached.accepted(route)
                    .ifPresent(object -> attached.listeners(route)
                            .forEach(listener -> at(listener)
                                    .concernedBy(object)
                                    .forEach(host -> spots.add(new Spot(listener, host)))));
        }
        return spots;
    }
}
