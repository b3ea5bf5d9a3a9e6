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
        ObjectId gateway,
        List<Admission> listeners,
        PersistentMap<ObjectId, List<Attachment>> byRoute,
        Map<String, ListenerRoutes> byListener) {

    static Attachments none(ObjectId gateway) {
        return new Attachments(gateway, List.of(), PersistentMap.empty(), Map.of());
    }

    /** The routes that attach otherwise, or are refused with other words, where the listeners are these. */
    SortedSet<ObjectId> movedBy(List<Admission> others, FleetModel now) {
        var moved = new TreeSet<ObjectId>();
        if (!others.equals(listeners)) {
            byRoute.forEach((id, attached) -> {
                if (!attached.equals(attach(id, others, now))) {
                    moved.add(id);
                }
            });
        }
        return moved;
    }

    /** With these listeners, where these routes may have changed or {@linkplain #movedBy moved}. */
    Attachments next(List<Admission> others, Collection<ObjectId> routes, FleetModel now) {
        PersistentMap<ObjectId, List<Attachment>> next = byRoute;
        var listenerRoutes = new LinkedHashMap<String, ListenerRoutes>();
        others.forEach(listener -> listenerRoutes.put(listener.name(), known(listener)));
        for (ObjectId id : routes) {
            List<Attachment> attached = attach(id, others, now);
            if (!attached.equals(of(id))) {
                of(id).forEach(attachment -> names(attachment)
                        .forEach(name -> listenerRoutes.computeIfPresent(
                                name, (_, routesThere) -> routesThere.without(attachment.route()))));
                attached.forEach(attachment -> names(attachment)
                        .forEach(name -> listenerRoutes.computeIfPresent(
                                name, (_, routesThere) -> routesThere.with(attachment.route()))));
                next = attached.isEmpty() ? next.without(id) : next.with(id, attached);
            }
        }
        return new Attachments(gateway, others, next, listenerRoutes);
    }

    /** Whatever attaches to a listener that admits others than before is attached anew. */
    private ListenerRoutes known(Admission listener) {
        return find(listener.name())
                .filter(known -> known.listener().equals(listener))
                .orElseGet(() -> ListenerRoutes.none(listener));
    }

    private List<Attachment> attach(ObjectId id, List<Admission> others, FleetModel now) {
        return now.find(HttpRoute.class, id).stream()
                .flatMap(route -> Parents.of(route).stream())
                .filter(asking -> asking.gateway().equals(gateway))
                .map(asking -> Attachment.of(now, gateway, others, asking.route(), asking.parent()))
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
        var names = new TreeSet<String>();
        of(route).forEach(attachment -> names.addAll(names(attachment)));
        return names;
    }

    private static List<String> names(Attachment attachment) {
        return attachment.listeners().stream().map(Admission::name).toList();
    }

    ListenerRoutes at(String listener) {
        return find(listener).orElseThrow(() -> new IllegalStateException(gateway + " has no listener " + listener));
    }

    Optional<ListenerRoutes> find(String listener) {
        return Optional.ofNullable(byListener.get(listener));
    }

    /** The hosts in which the route has a say now, or had one before. */
    SortedSet<Spot> concernedBy(ObjectId route, Attachments before) {
        var spots = new TreeSet<Spot>();
        for (Attachments attached : List.of(before, this)) {
            attached.accepted(route)
                    .ifPresent(object -> attached.listeners(route)
                            .forEach(listener -> attached.at(listener)
                                    .concernedBy(object)
                                    .forEach(host -> spots.add(new Spot(listener, host)))));
        }
        return spots;
    }
}
