package dev.convoy.control.planning;

import dev.convoy.control.planning.Precedence.Candidate;
import dev.convoy.model.Gateway;
import dev.convoy.model.HttpRoute;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.ChainPlan;
import dev.convoy.model.plan.PortPlan;
import dev.convoy.model.plan.RoutePlan;
import dev.convoy.model.plan.RoutePlan.Action;
import dev.convoy.model.plan.VirtualHostPlan;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which routes hold for which host on a port. Listeners are isolated as the Gateway API wants: a request belongs to the listener with
 * the most specific hostname, and to the routes of that listener alone, even if it has none (404).
 *
 * @param attached the routes of each listener, by its name
 */
record Hosts(Gateway gateway, List<ListenerPlan> serving, Map<String, List<RuleOutcomes>> attached) {

    List<PortPlan> ports() {
        var byPort = new TreeMap<Integer, List<ListenerPlan>>();
        for (ListenerPlan listener : serving) {
            byPort.merge(
                    listener.listener().port(),
                    List.of(listener),
                    (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
        }
        return byPort.entrySet().stream()
                .map(entry -> new PortPlan(entry.getKey(), chains(entry.getValue())))
                .toList();
    }

    /** Listeners of one port speak the same protocol, or they would be in conflict. */
    private List<ChainPlan> chains(List<ListenerPlan> listeners) {
        boolean plaintext = listeners.getFirst().tls() == null;
        if (plaintext) {
            var hosts = new TreeMap<String, VirtualHostPlan>();
            listeners.forEach(listener -> hosts.putAll(hosts(listener, listeners)));
            return List.of(new ChainPlan("", null, List.copyOf(hosts.values())));
        }
        return listeners.stream()
                .map(listener -> {
                    var hosts = hosts(listener, listeners);
                    misdirected(listener, listeners).forEach(hosts::putIfAbsent);
                    String serverName = listener.hostname().equals(Hostnames.ANY) ? "" : listener.hostname();
                    return new ChainPlan(serverName, listener.tls(), List.copyOf(hosts.values()));
                })
                .sorted((one, other) -> one.serverName().compareTo(other.serverName()))
                .toList();
    }

    private TreeMap<String, VirtualHostPlan> hosts(ListenerPlan listener, List<ListenerPlan> listeners) {
        var hosts = new TreeMap<String, VirtualHostPlan>();
        for (String name : names(listener, listeners)) {
            List<RoutePlan> routes =
                    candidates(name, listener).stream().map(Candidate::plan).toList();
            // Where no host is named, no host at all answers 404 too.
            if (!name.equals(Hostnames.ANY) || !routes.isEmpty()) {
                hosts.put(name, new VirtualHostPlan(name, routes));
            }
        }
        return hosts;
    }

    /** The hosts that are the listener's: its own hostname, and those of its routes that no other listener of the port has. */
    private TreeSet<String> names(ListenerPlan listener, List<ListenerPlan> listeners) {
        List<String> hostnames = listeners.stream().map(ListenerPlan::hostname).toList();
        var names = new TreeSet<String>();
        names.add(listener.hostname());
        routes(listener).forEach(route -> names.addAll(Attachment.hosts(listener, route.route())));
        names.removeIf(name -> !Hostnames.nearest(hostnames, name).orElseThrow().equals(listener.hostname()));
        return names;
    }

    private List<RuleOutcomes> routes(ListenerPlan listener) {
        return attached.getOrDefault(listener.listener().name(), List.of());
    }

    /** All that hold for the host, those of less specific hostnames behind: they take what the others leave. */
    private List<Candidate> candidates(String host, ListenerPlan listener) {
        return routes(listener).stream()
                .flatMap(route -> Hostnames.nearest(Attachment.hostnames(route.route()), host).stream()
                        .flatMap(hostname -> candidates(route, hostname)))
                .sorted(Precedence.WINNER_FIRST)
                .toList();
    }

    private static Stream<Candidate> candidates(RuleOutcomes route, String hostname) {
        HttpRoute object = route.route();
        return route.routes().stream()
                .map(ruled -> new Candidate(object, hostname, ruled.rule(), ruled.match(), ruled.plan()));
    }

    /**
     * A client may send a request for one listener's host over a connection that another's certificate opened (HTTP/2 shares
     * connections). 421 makes it open the right one.
     */
    private Map<String, VirtualHostPlan> misdirected(ListenerPlan listener, List<ListenerPlan> listeners) {
        var hosts = new TreeMap<String, VirtualHostPlan>();
        for (ListenerPlan other : listeners) {
            if (!other.hostname().equals(listener.hostname())) {
                ObjectId id = gateway.id();
                String name = "gateway/" + id.qualifiedName() + "/listener/"
                        + other.listener().name() + "/misdirected";
                hosts.put(
                        other.hostname(),
                        new VirtualHostPlan(
                                other.hostname(),
                                List.of(new RoutePlan(name, Matches.EVERYTHING, List.of(), new Action.Answer(421)))));
            }
        }
        return hosts;
    }

    /** Matches that never win a request because a rival asks for the same, by route: a sentence for its author. */
    Map<ObjectId, Set<String>> shadowed() {
        var shadowed = new TreeMap<ObjectId, Set<String>>();
        for (ListenerPlan listener : serving) {
            for (String host : names(listener, onPortOf(listener))) {
                Candidate winner = null;
                for (Candidate candidate : candidates(host, listener)) {
                    if (winner != null && winner.rivals(candidate)) {
                        shadowed.computeIfAbsent(candidate.route().id(), _ -> new TreeSet<>())
                                .add(sentence(host, winner, candidate));
                    } else {
                        winner = candidate;
                    }
                }
            }
        }
        return shadowed;
    }

    private List<ListenerPlan> onPortOf(ListenerPlan listener) {
        return serving.stream()
                .filter(other -> other.listener().port() == listener.listener().port())
                .toList();
    }

    private static String sentence(String host, Candidate winner, Candidate loser) {
        boolean sameRoute = winner.route().id().equals(loser.route().id());
        return "For host " + host + " its " + loser.place() + " never wins: "
                + (sameRoute ? "its " : "HTTPRoute " + winner.route().id().qualifiedName() + ", ") + winner.place()
                + " asks for the same and comes first" + (sameRoute ? "." : ", being the older.");
    }
}
