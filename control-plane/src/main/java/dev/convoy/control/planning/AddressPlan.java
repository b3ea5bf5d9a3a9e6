package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.Gateway;
import dev.convoy.model.Member;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.GatewayAddresses.Holder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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

    static AddressPlan of(List<Placement> placements, GatewayAddresses assigned) {
        var gateways = new LinkedHashMap<Member, List<Placement.Placed>>();
        Placement.placed(placements)
                .forEach(placed -> placed.members()
                        .forEach(member -> gateways.computeIfAbsent(member, _ -> new ArrayList<>())
                                .add(placed)));
        var wanted = new LinkedHashMap<Holder, String>();
        var faults = new LinkedHashMap<Holder, Fault>();
        gateways.forEach((member, placed) -> new Pool(member, placed, assigned).share(wanted, faults));
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

    /** The addresses of one member and the Gateways that share them. */
    private record Pool(Member member, List<Placement.Placed> placed, GatewayAddresses assigned) {
        void share(Map<Holder, String> wanted, Map<Holder, Fault> faults) {
            List<Gateway> oldestFirst = placed.stream()
                    .map(Placement.Placed::gateway)
                    .sorted(OLDEST_FIRST)
                    .toList();
            var taken = new HashMap<String, Gateway>();
            var served = new HashSet<Gateway>();
            for (Gateway gateway : oldestFirst) {
                assigned.of(member.memberId(), gateway.id())
                        .filter(candidates(gateway)::contains)
                        .ifPresent(address -> take(gateway, address, taken, served, wanted));
            }
            // Those that ask for a certain address choose before those that take any.
            for (boolean asking : new boolean[] {true, false}) {
                for (Gateway gateway : oldestFirst) {
                    if (asks(gateway) != asking || served.contains(gateway)) {
                        continue;
                    }
                    Optional<String> free = candidates(gateway).stream()
                            .filter(address -> !taken.containsKey(address))
                            .findFirst();
                    free.ifPresentOrElse(
                            address -> take(gateway, address, taken, served, wanted),
                            () -> faults.put(holder(gateway), asking ? notUsable(gateway, taken) : exhausted()));
                }
            }
        }

        private void take(
                Gateway gateway,
                String address,
                Map<String, Gateway> taken,
                Set<Gateway> served,
                Map<Holder, String> wanted) {
            if (taken.putIfAbsent(address, gateway) == null) {
                served.add(gateway);
                wanted.put(holder(gateway), address);
            }
        }

        private Holder holder(Gateway gateway) {
            return new Holder(member.memberId(), gateway.id());
        }

        /** Those it may have, best first. */
        private List<String> candidates(Gateway gateway) {
            return asks(gateway)
                    ? gateway.addresses().stream().filter(pool()::contains).toList()
                    : pool();
        }

        /**
         * Whether it asks for certain addresses here. A Gateway of the whole fleet names each member's own: where it names none of
         * this member's but some of another's, any will do here.
         */
        private boolean asks(Gateway gateway) {
            return gateway.addresses().stream().anyMatch(pool()::contains)
                    || (!gateway.addresses().isEmpty() && !isElsewhere(gateway));
        }

        private boolean isElsewhere(Gateway gateway) {
            return placed.stream()
                    .filter(placement -> placement.gateway().equals(gateway))
                    .flatMap(placement -> placement.members().stream())
                    .flatMap(other -> other.gatewayAddresses().stream())
                    .anyMatch(gateway.addresses()::contains);
        }

        private List<String> pool() {
            return member.gatewayAddresses().stream()
                    .filter(address -> IpAddresses.reach(address) != IpAddresses.Reach.NONE)
                    .toList();
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
                                    + member.memberId() + ". Ask for one of " + pool()
                                    + ", or add it to the pool in its Membership"
                                    + " (spec.gatewayAddresses).")
                    : new Fault(
                            "AddressNotUsable",
                            "spec.addresses asks for " + addresses + " in member " + member.memberId() + ", but "
                                    + owner + ". Ask for another address or delete the other Gateway.");
        }

        private Fault exhausted() {
            return new Fault(
                    "AddressNotAssigned",
                    pool().isEmpty()
                            ? "Member " + member.memberId()
                                    + " has no address for Gateways. Add one to spec.gatewayAddresses of "
                                    + "its Membership."
                            : "All " + pool().size() + " addresses of member " + member.memberId()
                                    + " are in use. Add one to "
                                    + "spec.gatewayAddresses of its Membership, or delete a Gateway there.");
        }
    }
}
