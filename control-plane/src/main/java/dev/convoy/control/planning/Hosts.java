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
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
        List<RuleOutcomes> routes = attached.getOrDefault(listener.listener().name(), List.of());
        List<String> hostnames = listeners.stream().map(ListenerPlan::hostname).toList();
        var names = new TreeSet<String>();
        names.add(listener.hostname());
        routes.forEach(route -> names.addAll(Attachment.hosts(listener, route.route())));
        names.removeIf(name -> !Hostnames.nearest(hostnames, name).orElseThrow().equals(listener.hostname()));
        var hosts = new TreeMap<String, VirtualHostPlan>();
        names.forEach(name -> hosts.put(name, new VirtualHostPlan(name, routesOf(name, routes))));
        // No host at all answers 404 too.
        hosts.values()
                .removeIf(host ->
                        host.hostname().equals(Hostnames.ANY) && host.routes().isEmpty());
        return hosts;
    }

    /** All that hold for the host, those of less specific hostnames behind: they take what the others leave. */
    private static List<RoutePlan> routesOf(String host, Collection<RuleOutcomes> routes) {
        return routes.stream()
                .flatMap(route -> Hostnames.nearest(Attachment.hostnames(route.route()), host).stream()
                        .flatMap(hostname -> candidates(route, hostname)))
                .sorted(Precedence.WINNER_FIRST)
                .map(Candidate::plan)
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
}
