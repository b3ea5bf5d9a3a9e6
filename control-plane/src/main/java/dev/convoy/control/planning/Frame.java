package dev.convoy.control.planning;

import dev.convoy.model.Gateway;
import dev.convoy.model.Member;
import dev.convoy.model.ObjectId;
import dev.convoy.model.PersistentMap;
import dev.convoy.model.plan.ChainPlan;
import dev.convoy.model.plan.GatewayAddresses.Holder;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.PortPlan;
import dev.convoy.model.plan.RoutePlan;
import dev.convoy.model.plan.TlsPlan;
import dev.convoy.model.plan.VirtualHostPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a Gateway is in one member before any route: the address that it has there and the chains of its ports. Listeners are isolated
 * as the Gateway API wants: a request belongs to the listener with the most specific hostname, and to the routes of that listener
 * alone, even if it has none (404).
 *
 * @param address nothing where it is not served there
 * @param chains in the order of their ports and names
 * @param places of the listeners that are served there, by their names
 * @param faults why the Gateway, or a listener of it, is not served there
 */
record Frame(
        ObjectId gateway, Optional<String> address, List<Chain> chains, Map<String, Place> places, List<Fault> faults) {

    /**
     * A chain without the hosts of its listeners.
     *
     * @param misdirected the hosts of other chains, which answer that this is the wrong connection
     */
    record Chain(
            int port, String serverName, @Nullable TlsPlan tls, PersistentMap<String, VirtualHostPlan> misdirected) {}

    /**
     * Where a listener's hosts are served.
     *
     * @param onPort the hostnames of all listeners of its port: a host belongs to the one that is nearest to it
     * @param chain its place among the chains
     */
    record Place(String hostname, List<String> onPort, int chain) {
        boolean has(String host) {
            return Hostnames.nearest(onPort, host).filter(hostname::equals).isPresent();
        }
    }

    static Frame of(Gateway gateway, Member member, List<ListenerPlan> listeners, AddressPlan addresses) {
        var holder = new Holder(member.memberId(), gateway.id());
        Optional<String> address = addresses.addresses().of(member.memberId(), gateway.id());
        if (address.isEmpty()) {
            List<Fault> faults =
                    Optional.ofNullable(addresses.faults().get(holder)).stream().toList();
            return new Frame(gateway.id(), address, List.of(), Map.of(), faults);
        }
        var faults = new ArrayList<Fault>();
        var byPort = new TreeMap<Integer, List<ListenerPlan>>();
        listeners.stream()
                .filter(ListenerPlan::serves)
                .forEach(listener -> portOfEastWest(member, address.get(), listener)
                        .ifPresentOrElse(
                                faults::add,
                                () -> byPort.computeIfAbsent(listener.listener().port(), _ -> new ArrayList<>())
                                        .add(listener)));
        var chains = new ArrayList<Chain>();
        var places = new HashMap<String, Place>();
        byPort.forEach((port, onPort) -> {
            List<String> hostnames = onPort.stream().map(ListenerPlan::hostname).toList();
            // Listeners of one port speak the same protocol, or they would be in conflict.
            boolean plaintext = onPort.getFirst().tls() == null;
            if (plaintext) {
                chains.add(new Chain(port, "", null, PersistentMap.empty()));
            }
            onPort.stream()
                    .sorted((one, other) -> serverName(one).compareTo(serverName(other)))
                    .forEach(listener -> {
                        if (!plaintext) {
                            chains.add(new Chain(
                                    port,
                                    serverName(listener),
                                    listener.tls(),
                                    misdirected(gateway.id(), listener, onPort)));
                        }
                        places.put(
                                listener.listener().name(),
                                new Place(listener.hostname(), hostnames, chains.size() - 1));
                    });
        });
        return new Frame(gateway.id(), address, chains, places, faults);
    }

    private static String serverName(ListenerPlan listener) {
        return listener.hostname().equals(Hostnames.ANY) ? "" : listener.hostname();
    }

    /**
     * A client may send a request for one listener's host over a connection that another's certificate opened (HTTP/2 shares
     * connections). 421 makes it open the right one.
     */
    private static PersistentMap<String, VirtualHostPlan> misdirected(
            ObjectId gateway, ListenerPlan listener, List<ListenerPlan> onPort) {
        return PersistentMap.of(
                onPort.stream()
                        .filter(other -> !other.hostname().equals(listener.hostname()))
                        .map(other -> {
                            String name = "gateway/" + gateway.qualifiedName() + "/listener/"
                                    + other.listener().name() + "/misdirected";
                            var answer = new RoutePlan(
                                    name, Matches.EVERYTHING, List.of(), new RoutePlan.Action.Answer(421));
                            return new VirtualHostPlan(other.hostname(), List.of(answer));
                        })
                        .toList(),
                VirtualHostPlan::hostname);
    }

    private static Optional<Fault> portOfEastWest(Member member, String address, ListenerPlan listener) {
        int port = listener.listener().port();
        var eastWest = member.eastWest();
        return eastWest == null || !eastWest.ip().equals(address) || eastWest.port() != port
                ? Optional.empty()
                : Optional.of(new Fault(
                        "AddressNotUsable",
                        "Listener " + listener.listener().name() + " cannot have port " + port + " of " + address
                                + " in member "
                                + member.memberId()
                                + ", because the member's east-west gateway is there. Choose another port"
                                + " or address."));
    }

    boolean serves(Spot spot) {
        Place place = places.get(spot.listener());
        return place != null && place.has(spot.host());
    }

    /** Without the hosts of its listeners; nothing where it is not served. */
    Optional<GatewayPlan> bare() {
        return address.map(
                served -> plan(served, chains.stream().map(Chain::misdirected).toList()));
    }

    /** The plan after one that was made in this frame, with the hosts that came to something else since. */
    GatewayPlan next(GatewayPlan before, PersistentMap<Spot, ServedHost> then, PersistentMap<Spot, ServedHost> now) {
        var hosts = new ArrayList<>(before.ports().stream()
                .flatMap(port -> port.chains().stream())
                .map(ChainPlan::hosts)
                .toList());
        for (Spot spot : then.differences(now)) {
            int chain = Objects.requireNonNull(places.get(spot.listener())).chain();
            PersistentMap<String, VirtualHostPlan> known = hosts.get(chain);
            hosts.set(
                    chain,
                    Optional.ofNullable(now.get(spot))
                            .flatMap(ServedHost::plan)
                            .map(plan -> known.with(spot.host(), plan))
                            .orElseGet(() -> known.without(spot.host())));
        }
        GatewayPlan next = plan(before.address(), hosts);
        return next.equals(before) ? before : next;
    }

    private GatewayPlan plan(String served, List<PersistentMap<String, VirtualHostPlan>> hosts) {
        var byPort = new TreeMap<Integer, List<ChainPlan>>();
        for (int i = 0; i < chains.size(); i++) {
            Chain chain = chains.get(i);
            byPort.computeIfAbsent(chain.port(), _ -> new ArrayList<>())
                    .add(new ChainPlan(chain.serverName(), chain.tls(), hosts.get(i)));
        }
        return new GatewayPlan(
                gateway,
                served,
                byPort.entrySet().stream()
                        .map(port -> new PortPlan(port.getKey(), port.getValue()))
                        .toList());
    }
}
