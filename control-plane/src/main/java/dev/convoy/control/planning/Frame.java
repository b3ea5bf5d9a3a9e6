package dev.convoy.control.planning;

import dev.convoy.model.Gateway;
import dev.convoy.model.Member;
import dev.convoy.model.ObjectId;
import dev.convoy.model.PersistentMap;
import dev.convoy.model.plan.GatewayAddresses.Holder;
import dev.convoy.model.plan.RoutePlan;
import dev.convoy.model.plan.VirtualHostPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
     * What a listener serves.
     *
     * @param onPort the hostnames of all listeners of its port: a host belongs to the one that is nearest to it
     */
    record Place(String hostname, Set<String> onPort) {
        boolean has(String host) {
            return Hostnames.nearest(onPort, host).filter(hostname::equals).isPresent();
        }
    }

    static Frame nowhere(ObjectId gateway) {
        return new Frame(gateway, Optional.empty(), List.of(), Map.of(), List.of());
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
            Set<String> hostnames = onPort.stream().map(ListenerPlan::hostname).collect(Collectors.toUnmodifiableSet());
            onPort.forEach(
                    listener -> places.put(listener.listener().name(), new Place(listener.hostname(), hostnames)));
            // Listeners of one port speak the same protocol, or they would be in conflict.
            if (onPort.getFirst().tls() == null) {
                chains.add(new Chain(port, "", null, names(onPort), PersistentMap.empty()));
            } else {
                onPort.stream()
                        .sorted((one, other) -> serverName(one).compareTo(serverName(other)))
                        .map(listener -> new Chain(
                                port,
                                serverName(listener),
                                listener.tls(),
                                names(List.of(listener)),
                                misdirected(gateway.id(), listener, onPort)))
                        .forEach(chains::add);
            }
        });
        return new Frame(gateway.id(), address, chains, places, faults);
    }

    private static List<String> names(List<ListenerPlan> listeners) {
        return listeners.stream().map(listener -> listener.listener().name()).toList();
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

    Optional<Chain> chain(int port, String serverName) {
        return chains.stream().filter(chain -> chain.isAt(port, serverName)).findFirst();
    }

    boolean serves(Spot spot) {
        Place place = places.get(spot.listener());
        return place != null && place.has(spot.host());
    }

    /** The hosts that a listener may serve in one of two frames only, though its routes are the same. */
    SortedSet<String> servedOtherwise(Frame then, String listener, ListenerRoutes routes) {
        var hosts = new TreeSet<String>();
        Place here = places.get(listener);
        Place there = then.places.get(listener);
        if (!Objects.equals(here, there)) {
            hosts.add(routes.listener().hostname());
            Set<String> hostnames = onPort(here);
            Set<String> others = onPort(there);
            Stream.concat(hostnames.stream(), others.stream())
                    .filter(hostname -> !hostnames.contains(hostname) || !others.contains(hostname))
                    .forEach(hostname -> hosts.addAll(routes.coveredBy(hostname)));
        }
        return hosts;
    }

    private static Set<String> onPort(@Nullable Place place) {
        return place == null ? Set.of() : place.onPort();
    }
}
