package dev.convoy.control.planning;

import dev.convoy.model.Gateway;
import dev.convoy.model.HttpRoute;
import dev.convoy.model.Member;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.GatewayAddresses.Holder;
import dev.convoy.model.plan.GatewayPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one Gateway comes to in one member.
 *
 * @param plan nothing where it has no address there
 * @param outcomes what its routes come to, by route
 * @param shadowed matches that never win, by route: a sentence each
 * @param faults why it, or a listener of it, cannot be served there
 */
record GatewayInMember(
        Optional<GatewayPlan> plan,
        Map<ObjectId, RuleOutcomes> outcomes,
        Map<ObjectId, Set<String>> shadowed,
        List<Fault> faults) {

    /** {@code known} is what its routes came to before; it holds where the route is still the same. */
    static GatewayInMember of(
            Placement.Placed placed,
            Member member,
            List<ListenerPlan> listeners,
            List<Attachment> attachments,
            Backends backends,
            AddressPlan addresses,
            Map<ObjectId, RuleOutcomes> known) {
        Gateway gateway = placed.gateway();
        var viewer = new Backends.Viewer(member.memberId(), placed.multiCluster());
        var outcomes = new LinkedHashMap<ObjectId, RuleOutcomes>();
        attachments.stream()
                .filter(attachment -> attachment.fault().isEmpty())
                .forEach(attachment -> outcomes.computeIfAbsent(
                        attachment.route().id(), id -> outcome(attachment.route(), known.get(id), backends, viewer)));

        Optional<String> address = addresses.addresses().of(member.memberId(), gateway.id());
        if (address.isEmpty()) {
            List<Fault> faults =
                    Optional.ofNullable(addresses.faults().get(new Holder(member.memberId(), gateway.id()))).stream()
                            .toList();
            return new GatewayInMember(Optional.empty(), outcomes, Map.of(), faults);
        }
        var faults = new ArrayList<Fault>();
        var serving = new ArrayList<ListenerPlan>();
        listeners.stream()
                .filter(ListenerPlan::serves)
                .forEach(listener -> portOfEastWest(member, address.get(), listener)
                        .ifPresentOrElse(faults::add, () -> serving.add(listener)));
        Hosts hosts = Hosts.of(gateway, serving, byListener(attachments, outcomes));
        var shadowed = new TreeMap<ObjectId, Set<String>>();
        hosts.listeners()
                .forEach(listener -> listener.shadowed()
                        .forEach((route, sentences) -> shadowed.computeIfAbsent(route, _ -> new TreeSet<>())
                                .addAll(sentences)));
        var plan = new GatewayPlan(gateway.id(), address.get(), hosts.ports());
        return new GatewayInMember(Optional.of(plan), outcomes, shadowed, faults);
    }

    @SuppressWarnings("ReferenceEquality") // objects that are equal are the same instance
    private static RuleOutcomes outcome(
            HttpRoute route, @Nullable RuleOutcomes known, Backends backends, Backends.Viewer viewer) {
        return known != null && known.route() == route ? known : RuleOutcomes.of(route, backends, viewer);
    }

    /** Each route once for each of its listeners, however many of its parentRefs lead there. */
    private static Map<String, List<RuleOutcomes>> byListener(
            List<Attachment> attachments, Map<ObjectId, RuleOutcomes> outcomes) {
        var routes = new HashMap<String, LinkedHashSet<RuleOutcomes>>();
        for (Attachment attachment : attachments) {
            Optional.ofNullable(outcomes.get(attachment.route().id()))
                    .ifPresent(outcome -> attachment
                            .listeners()
                            .forEach(listener -> routes.computeIfAbsent(
                                            listener.listener().name(), _ -> new LinkedHashSet<>())
                                    .add(outcome)));
        }
        var byListener = new HashMap<String, List<RuleOutcomes>>();
        routes.forEach((listener, attached) -> byListener.put(listener, List.copyOf(attached)));
        return byListener;
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

    /** All that the routes name, where the Gateway is served. */
    List<BackendId> backends() {
        return plan.isEmpty()
                ? List.of()
                : outcomes.values().stream()
                        .flatMap(outcome -> outcome.backends().stream())
                        .distinct()
                        .sorted()
                        .toList();
    }
}
