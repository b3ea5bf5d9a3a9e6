package dev.convoy.control.planning;

import dev.convoy.model.ObjectId;
import dev.convoy.model.PersistentMap;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.ChainPlan;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.PortPlan;
import dev.convoy.model.plan.VirtualHostPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a Gateway's routes come to in one member.
 *
 * @param outcomes of the routes that are accepted
 * @param named the backends that they name, and by which routes
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

    static RoutedInMember unrouted(ObjectId gateway, Backends.Viewer viewer) {
        return new RoutedInMember(
                Frame.nowhere(gateway),
                viewer,
                PersistentMap.empty(),
                Index.empty(),
                PersistentMap.empty(),
                Index.empty());
    }

    /** For another viewer to begin with, who must look at all routes: what they come to as here stays the same instance. */
    RoutedInMember seenBy(Backends.Viewer other) {
        return new RoutedInMember(frame, other, outcomes, named, hosts, shadowed);
    }

    /** In this frame, where these routes, or what their backends are, may have changed. */
    RoutedInMember next(
            Frame nextFrame, Collection<ObjectId> routes, Attachments before, Attachments now, Backends backends) {
        PersistentMap<ObjectId, RuleOutcomes> nextOutcomes = outcomes;
        for (ObjectId id : routes) {
            Optional<RuleOutcomes> outcome = now.accepted(id).map(route -> RuleOutcomes.of(route, backends, viewer));
            nextOutcomes = outcome.isPresent() ? nextOutcomes.with(id, outcome.get()) : nextOutcomes.without(id);
        }
        SortedSet<Spot> concerned = concerned(routes, nextOutcomes, before, now);
        concerned.addAll(servedOtherwise(nextFrame, before));
        concerned.addAll(servedOtherwise(nextFrame, now));
        PersistentMap<Spot, ServedHost> nextHosts = hosts;
        for (Spot spot : concerned) {
            nextHosts = nextFrame.serves(spot) && now.at(spot.listener()).hasHost(spot.host())
                    ? nextHosts.with(spot, served(spot, now, nextOutcomes))
                    : nextHosts.without(spot);
        }
        return new RoutedInMember(
                nextFrame, viewer, nextOutcomes, named(routes, nextOutcomes), nextHosts, shadowed(nextHosts));
    }

    private static ServedHost served(Spot spot, Attachments now, PersistentMap<ObjectId, RuleOutcomes> outcomes) {
        return ServedHost.of(spot.host(), now.at(spot.listener()).candidates(spot.host(), outcomes));
    }

    private SortedSet<Spot> servedOtherwise(Frame nextFrame, Attachments attachments) {
        var spots = new TreeSet<Spot>();
        attachments
                .byListener()
                .forEach((listener, routes) -> nextFrame
                        .servedOtherwise(frame, listener, routes)
                        .forEach(host -> spots.add(new Spot(listener, host))));
        return spots;
    }

    private Index<BackendId, ObjectId> named(
            Collection<ObjectId> routes, PersistentMap<ObjectId, RuleOutcomes> nextOutcomes) {
        Index<BackendId, ObjectId> next = named;
        for (ObjectId id : routes) {
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

    /** The routes that hear something of this member: faults, or matches that never win. */
    SortedSet<ObjectId> told() {
        var routes = new TreeSet<>(shadowed.byKey().keys());
        outcomes.forEach((route, outcome) -> {
            if (outcome.hasFaults()) {
                routes.add(route);
            }
        });
        return routes;
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

    /** The backends that its Envoys need, and for which routes; none where the Gateway is not served. */
    Index<BackendId, ObjectId> needed() {
        return frame.address().isPresent() ? named : Index.empty();
    }

    /** The plan after the one that was made of {@code before}; nothing where the Gateway is not served. */
    Optional<GatewayPlan> plan(Optional<GatewayPlan> known, RoutedInMember before) {
        return frame.address().map(address -> {
            Map<String, List<Spot>> moved =
                    before.hosts.differences(hosts).stream().collect(Collectors.groupingBy(Spot::listener));
            var byPort = new TreeMap<Integer, List<ChainPlan>>();
            for (Chain chain : frame.chains()) {
                var plan = new ChainPlan(chain.serverName(), chain.tls(), hosts(chain, known, before.frame, moved));
                byPort.computeIfAbsent(chain.port(), _ -> new ArrayList<>()).add(plan);
            }
            List<PortPlan> ports = byPort.entrySet().stream()
                    .map(port -> new PortPlan(port.getKey(), port.getValue()))
                    .toList();
            var plan = new GatewayPlan(frame.gateway(), address, ports);
            return known.filter(plan::equals).orElse(plan);
        });
    }

    private PersistentMap<String, VirtualHostPlan> hosts(
            Chain chain, Optional<GatewayPlan> known, Frame before, Map<String, List<Spot>> moved) {
        PersistentMap<String, VirtualHostPlan> knownHosts = known.stream()
                .flatMap(plan -> plan.ports().stream())
                .filter(port -> port.port() == chain.port())
                .flatMap(port -> port.chains().stream())
                .filter(plan -> plan.serverName().equals(chain.serverName()))
                .map(ChainPlan::hosts)
                .findFirst()
                .orElse(PersistentMap.empty());
        return before.chain(chain.port(), chain.serverName())
                .filter(then -> then.listeners().equals(chain.listeners()))
                .map(then -> {
                    List<Spot> movedHere = chain.listeners().stream()
                            .flatMap(listener -> moved.getOrDefault(listener, List.of()).stream())
                            .toList();
                    return chain.hosts(knownHosts, then, movedHere, hosts);
                })
                .orElseGet(() -> knownHosts.changedTo(chain.hosts(hosts)));
    }
}
