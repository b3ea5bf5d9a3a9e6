package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.Gateway;
import dev.convoy.model.Kind;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.GatewayAddresses.Holder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which address each Gateway has in each member, and what of it is still to be written down: the pipeline persists {@code assign} and
 * {@code release} before it plans. An address once given stays, as long as the Gateway is there and asks for no other; among rivals
 * the older Gateway wins. Every replica that knows the same comes to the same addresses.
 *
 * @param addresses as they are to be
 * @param assign what is to be added
 * @param release what is to be taken away first
 */
public record AddressPlan(
        GatewayAddresses addresses, Map<Holder, String> assign, Set<Holder> release, Map<Holder, Fault> faults) {
    private static final Comparator<Gateway> OLDEST_FIRST =
            Comparator.comparing((Gateway gateway) -> gateway.meta().created()).thenComparing(Gateway::id);

    public AddressPlan {
        assign = Map.copyOf(assign);
        release = Set.copyOf(release);
        faults = Map.copyOf(faults);
    }

    public static AddressPlan of(FleetModel fleet, GatewayAddresses assigned) {
        return of(Placement.all(fleet), assigned);
    }

    /** Whether the addresses of a fleet depend on objects of this kind. */
    public static boolean dependsOn(Kind kind) {
        return switch (kind) {
            case GATEWAY, GATEWAY_CLASS, MEMBERSHIP -> true;
            case NAMESPACE,
                    HTTP_ROUTE,
                    REFERENCE_GRANT,
                    SERVICE,
                    ENDPOINT_SLICE,
                    SECRET,
                    SERVICE_EXPORT,
                    SERVICE_IMPORT -> false;
        };
    }

    static AddressPlan of(List<Placement> placements, GatewayAddresses assigned) {
        var pools = new LinkedHashMap<MemberId, Pool>();
        Placement.placed(placements)
                .forEach(placed -> placed.members()
                        .forEach(member -> pools.computeIfAbsent(member.memberId(), _ -> Pool.of(member, assigned))
                                .placed()
                                .add(placed)));
        var wanted = new LinkedHashMap<Holder, String>();
        var faults = new LinkedHashMap<Holder, Fault>();
        pools.values().forEach(pool -> pool.share(wanted, faults));
        return new AddressPlan(
                new GatewayAddresses(wanted),
                without(wanted, assigned.assigned()),
                without(assigned.assigned(), wanted).keySet(),
                faults);
    }

    private static Map<Holder, String> without(Map<Holder, String> these, Map<Holder, String> those) {
        return these.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(those.get(entry.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * The addresses of one member and the Gateways that share them.
     *
     * @param usable in the order of the Membership
     */
    private record Pool(Member member, Set<String> usable, List<Placement.Placed> placed, GatewayAddresses assigned) {

        static Pool of(Member member, GatewayAddresses assigned) {
            var usable = new LinkedHashSet<String>();
            for (String address : member.gatewayAddresses()) {
                if (IpAddresses.reach(address) != IpAddresses.Reach.NONE) {
                    usable.add(address);
                }
            }
            return new Pool(member, usable, new ArrayList<>(), assigned);
        }

        void share(Map<Holder, String> wanted, Map<Holder, Fault> faults) {
            List<Placement.Placed> oldestFirst = placed.stream()
                    .sorted(Comparator.comparing(Placement.Placed::gateway, OLDEST_FIRST))
                    .toList();
            var taken = new HashMap<String, Gateway>();
            for (Placement.Placed holding : oldestFirst) {
                Gateway gateway = holding.gateway();
                assigned.of(member.memberId(), gateway.id())
                        .filter(address -> usable.contains(address)
                                && (!asks(holding) || gateway.addresses().contains(address)))
                        .ifPresent(address -> take(gateway, address, taken, wanted));
            }
            // Those that ask for a certain address choose before those that take any.
            for (boolean asking : new boolean[] {true, false}) {
                for (Placement.Placed seeking : oldestFirst) {
                    Gateway gateway = seeking.gateway();
                    if (wanted.containsKey(holder(gateway)) || asks(seeking) != asking) {
                        continue;
                    }
                    Collection<String> candidates = asking ? gateway.addresses() : usable;
                    Optional<String> free = candidates.stream()
                            .filter(address -> usable.contains(address) && !taken.containsKey(address))
                            .findFirst();
                    free.ifPresentOrElse(
                            address -> take(gateway, address, taken, wanted),
                            () -> faults.put(holder(gateway), asking ? notUsable(gateway, taken) : exhausted()));
                }
            }
        }

        private void take(Gateway gateway, String address, Map<String, Gateway> taken, Map<Holder, String> wanted) {
            if (taken.putIfAbsent(address, gateway) == null) {
                wanted.put(holder(gateway), address);
            }
        }

        private Holder holder(Gateway gateway) {
            return new Holder(member.memberId(), gateway.id());
        }

        /**
         * Whether it asks for certain addresses here. A Gateway of the whole fleet names each member's own: where it names none of
         * this member's but some of another's, any will do here.
         */
        private boolean asks(Placement.Placed placement) {
            List<String> addresses = placement.gateway().addresses();
            return addresses.stream().anyMatch(usable::contains) || (!addresses.isEmpty() && !isElsewhere(placement));
        }

        private static boolean isElsewhere(Placement.Placed placement) {
            return placement.members().stream()
                    .flatMap(other -> other.gatewayAddresses().stream())
                    .anyMatch(placement.gateway().addresses()::contains);
        }

        private Fault notUsable(Gateway gateway, Map<String, Gateway> taken) {
            String addresses = String.join(", ", gateway.addresses());
            String owner = gateway.addresses().stream()
                    .flatMap(
                            address -> Optional.ofNullable(taken.get(address))
                                    .map(holder -> address + " belongs to " + holder.id())
                                    .stream())
                    .collect(Collectors.joining(", "));
            return owner.isEmpty()
                    ? new Fault(
                            "AddressNotUsable",
                            "spec.addresses asks for " + addresses + ", which is not in the pool of member "
                                    + member.memberId() + ". "
                                    + (usable.isEmpty() ? "Add it" : "Ask for one of " + usable + ", or add it")
                                    + " to the pool in its Membership (spec.gatewayAddresses).")
                    : new Fault(
                            "AddressNotUsable",
                            "spec.addresses asks for " + addresses + " in member " + member.memberId() + ", but "
                                    + owner + ". Ask for another address or delete the other Gateway.");
        }

        private Fault exhausted() {
            return new Fault(
                    "AddressNotAssigned",
                    usable.isEmpty()
                            ? "Member " + member.memberId()
                                    + " has no address for Gateways. Add one to spec.gatewayAddresses of "
                                    + "its Membership."
                            : "All " + usable.size() + " addresses of member " + member.memberId()
                                    + " are in use. Add one to "
                                    + "spec.gatewayAddresses of its Membership, or delete a Gateway there.");
        }
    }
}
