package dev.convoy.control.planning;

import dev.convoy.model.ObjectId;
import dev.convoy.model.PersistentMap;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.GatewayPlan;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a Gateway's routes come to in one member.
 *
 * @param outcomes of the routes that are accepted
 * @param named the backends that they name, and by which routes; empty where the Gateway is not served there
 * @param hosts what each host comes to
 * @param shadowed at which hosts a route has matches that never win
 */
record RoutedInMember(
        Frame frame,
        Backends.Viewer viewer,
        PersistentMap<ObjectId, RuleOutcomes> outcomes,
        Index<BackendId, ObjectId> named,
        PersistentMap<Spot, ServedHost> hosts,
        Index<ObjectId, Spot> shadowed) {

    /** A listener's own hostname is served even without a route. */
    static RoutedInMember unrouted(Frame frame, Backends.Viewer viewer) {
        PersistentMap<Spot, ServedHost> hosts = PersistentMap.empty();
        for (var place : frame.places().entrySet()) {
            String host = place.getValue().hostname();
            hosts = hosts.with(new Spot(place.getKey(), host), ServedHost.of(host, List.of()));
        }
        return new RoutedInMember(frame, viewer, PersistentMap.empty(), Index.empty(), hosts, Index.empty());
    }

    /** Where these routes, or what their backends are, may have changed. */
    RoutedInMember next(Collection<ObjectId> routes, Attachments before, Attachments now, Backends backends) {
        PersistentMap<ObjectId, RuleOutcomes> nextOutcomes = outcomes;
        for (ObjectId id : routes) {
            Optional<RuleOutcomes> outcome = now.accepted(id).map(route -> RuleOutcomes.of(route, backends, viewer));
            nextOutcomes = outcome.isPresent() ? nextOutcomes.with(id, outcome.get()) : nextOutcomes.without(id);
        }
        PersistentMap<Spot, ServedHost> nextHosts = hosts;
        for (Spot spot : concerned(routes, nextOutcomes, before, now)) {
            ListenerRoutes listener = now.at(spot.listener());
            nextHosts = frame.serves(spot) && listener.hasHost(spot.host())
                    ? nextHosts.with(spot, ServedHost.of(spot.host(), listener.candidates(spot.host(), nextOutcomes)))
                    : nextHosts.without(spot);
        }
        return new RoutedInMember(
                frame, viewer, nextOutcomes, named(routes, nextOutcomes), nextHosts, shadowed(nextHosts));
    }

    private Index<BackendId, ObjectId> named(
            Collection<ObjectId> routes, PersistentMap<ObjectId, RuleOutcomes> nextOutcomes) {
        Index<BackendId, ObjectId> next = named;
        for (ObjectId id : frame.address().isPresent() ? routes : List.<ObjectId>of()) {
            Collection<BackendId> before = backendsOf(outcomes.get(id));
            Collection<BackendId> now = backendsOf(nextOutcomes.get(id));
            for (BackendId backend : before) {
                next = now.contains(backend) ? next : next.without(backend, id);
            }
            for (BackendId backend : now) {
                next = next.with(backend, id);
            }
        }
        return next;
    }

    private static Collection<BackendId> backendsOf(@Nullable RuleOutcomes outcome) {
        return outcome == null ? List.of() : outcome.backends();
    }

    /** The hosts of those routes that attach, or come to, something else. */
    @SuppressWarnings("ReferenceEquality") // what is equal is the same instance
    private SortedSet<Spot> concerned(
            Collection<ObjectId> routes,
            PersistentMap<ObjectId, RuleOutcomes> nextOutcomes,
            Attachments before,
            Attachments now) {
        var concerned = new TreeSet<Spot>();
        for (ObjectId id : routes) {
            if (outcomes.get(id) != nextOutcomes.get(id)
                    || before.byRoute().get(id) != now.byRoute().get(id)) {
                concerned.addAll(now.concernedBy(id, before));
            }
        }
        return concerned;
    }

    private Index<ObjectId, Spot> shadowed(PersistentMap<Spot, ServedHost> nextHosts) {
        Index<ObjectId, Spot> next = shadowed;
        for (Spot spot : hosts.differences(nextHosts)) {
            for (ObjectId route : losers(hosts.get(spot))) {
                next = next.without(route, spot);
            }
            for (ObjectId route : losers(nextHosts.get(spot))) {
                next = next.with(route, spot);
            }
        }
        return next;
    }

    private static Collection<ObjectId> losers(@Nullable ServedHost host) {
        return host == null ? Set.of() : host.shadowed().keySet();
    }

    /** The sentences on a route's matches that never win. */
    SortedSet<String> shadowed(ObjectId route) {
        var sentences = new TreeSet<String>();
        for (Spot spot : shadowed.of(route)) {
            sentences.addAll(Objects.requireNonNull(
                    Objects.requireNonNull(hosts.get(spot)).shadowed().get(route)));
        }
        return sentences;
    }

    /** Those whose matches win otherwise than before. */
    SortedSet<ObjectId> shadowedOtherwise(RoutedInMember before) {
        var routes = new TreeSet<ObjectId>();
        for (Spot spot : before.hosts.differences(hosts)) {
            routes.addAll(losers(before.hosts.get(spot)));
            routes.addAll(losers(hosts.get(spot)));
        }
        return routes;
    }

    /** The plan as such; nothing where the Gateway is not served. */
    Optional<GatewayPlan> plan() {
        return frame.bare().map(bare -> frame.next(bare, PersistentMap.empty(), hosts));
    }

    /** The plan after the one that was made of {@code before}. */
    GatewayPlan next(GatewayPlan plan, RoutedInMember before) {
        return frame.next(plan, before.hosts, hosts);
    }
}
