package dev.convoy.control.planning;

import dev.convoy.model.Gateway;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.ChainPlan;
import dev.convoy.model.plan.PortPlan;
import dev.convoy.model.plan.RoutePlan;
import dev.convoy.model.plan.RoutePlan.Action;
import dev.convoy.model.plan.VirtualHostPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a Gateway's ports serve. Listeners are isolated as the Gateway API wants: a request belongs to the listener with the most
 * specific hostname, and to the routes of that listener alone, even if it has none (404).
 */
record Hosts(Gateway gateway, SortedMap<Integer, List<ListenerHosts>> byPort) {

    /** {@code attached} are the routes of each listener, by its name. */
    static Hosts of(Gateway gateway, List<ListenerPlan> serving, Map<String, List<RuleOutcomes>> attached) {
        var listeners = new TreeMap<Integer, List<ListenerPlan>>();
        serving.forEach(listener -> listeners
                .computeIfAbsent(listener.listener().port(), _ -> new ArrayList<>())
                .add(listener));
        var byPort = new TreeMap<Integer, List<ListenerHosts>>();
        listeners.forEach((port, onPort) -> {
            List<String> hostnames = onPort.stream().map(ListenerPlan::hostname).toList();
            byPort.put(
                    port,
                    onPort.stream()
                            .map(listener -> ListenerHosts.of(
                                    listener,
                                    hostnames,
                                    attached.getOrDefault(listener.listener().name(), List.of())))
                            .toList());
        });
        return new Hosts(gateway, byPort);
    }

    List<PortPlan> ports() {
        return byPort.entrySet().stream()
                .map(entry -> new PortPlan(entry.getKey(), chains(entry.getValue())))
                .toList();
    }

    /** Listeners of one port speak the same protocol, or they would be in conflict. */
    private List<ChainPlan> chains(List<ListenerHosts> listeners) {
        if (listeners.getFirst().listener().tls() == null) {
            var hosts = new TreeMap<String, VirtualHostPlan>();
            listeners.forEach(listener -> hosts.putAll(listener.plans()));
            return List.of(new ChainPlan("", null, List.copyOf(hosts.values())));
        }
        return listeners.stream()
                .map(listener -> chain(listener, listeners))
                .sorted((one, other) -> one.serverName().compareTo(other.serverName()))
                .toList();
    }

    private ChainPlan chain(ListenerHosts listener, List<ListenerHosts> onPort) {
        String hostname = listener.listener().hostname();
        SortedMap<String, VirtualHostPlan> hosts = listener.plans();
        onPort.stream()
                .map(ListenerHosts::listener)
                .filter(other -> !other.hostname().equals(hostname))
                .forEach(other -> hosts.putIfAbsent(other.hostname(), misdirected(other)));
        return new ChainPlan(
                hostname.equals(Hostnames.ANY) ? "" : hostname,
                listener.listener().tls(),
                List.copyOf(hosts.values()));
    }

    /**
     * A client may send a request for one listener's host over a connection that another's certificate opened (HTTP/2 shares
     * connections). 421 makes it open the right one.
     */
    private VirtualHostPlan misdirected(ListenerPlan other) {
        ObjectId id = gateway.id();
        String name = "gateway/" + id.qualifiedName() + "/listener/"
                + other.listener().name() + "/misdirected";
        var answer = new RoutePlan(name, Matches.EVERYTHING, List.of(), new Action.Answer(421));
        return new VirtualHostPlan(other.hostname(), List.of(answer));
    }

    List<ListenerHosts> listeners() {
        return byPort.values().stream().flatMap(List::stream).toList();
    }
}
