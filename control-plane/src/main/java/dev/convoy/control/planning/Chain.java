package dev.convoy.control.planning;

import dev.convoy.model.PersistentMap;
import dev.convoy.model.plan.TlsPlan;
import dev.convoy.model.plan.VirtualHostPlan;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A chain of one Gateway in one member, without the hosts of its listeners.
 *
 * @param listeners whose hosts it has, by their names
 * @param misdirected the hosts of other chains, which answer that this is the wrong connection
 */
record Chain(
        int port,
        String serverName,
        @Nullable TlsPlan tls,
        List<String> listeners,
        PersistentMap<String, VirtualHostPlan> misdirected) {

    boolean isAt(int otherPort, String otherServerName) {
        return port == otherPort && serverName.equals(otherServerName);
    }

    /** All its hosts. */
    PersistentMap<String, VirtualHostPlan> hosts(PersistentMap<Spot, ServedHost> served) {
        var hosts = new TreeMap<String, VirtualHostPlan>();
        misdirected.forEach(hosts::put);
        for (String listener : listeners) {
            served.forEachFrom(new Spot(listener, ""), (spot, host) -> {
                boolean isOurs = spot.listener().equals(listener);
                if (isOurs) {
                    host.plan().ifPresent(plan -> hosts.put(spot.host(), plan));
                }
                return isOurs;
            });
        }
        return PersistentMap.of(hosts);
    }

    /** The same from the hosts that it had {@code then} with the same listeners, of whose hosts these came to something else since. */
    PersistentMap<String, VirtualHostPlan> hosts(
            PersistentMap<String, VirtualHostPlan> known,
            Chain then,
            List<Spot> moved,
            PersistentMap<Spot, ServedHost> served) {
        var plans = new TreeMap<String, Optional<VirtualHostPlan>>();
        then.misdirected.forEachDifference(
                misdirected, host -> plans.put(host, Optional.ofNullable(misdirected.get(host))));
        for (Spot spot : moved) {
            Optional<VirtualHostPlan> plan =
                    Optional.ofNullable(served.get(spot)).flatMap(ServedHost::plan);
            // A host that one of them gives up may be another's now.
            plans.merge(spot.host(), plan, (one, other) -> one.or(() -> other));
        }
        PersistentMap<String, VirtualHostPlan> next = known;
        for (var plan : plans.entrySet()) {
            String host = plan.getKey();
            next = plan.getValue().isPresent() ? next.with(host, plan.getValue().get()) : next.without(host);
        }
        return next;
    }
}
