package dev.convoy.control.planning;

import dev.convoy.model.Gateway;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.AttachedRoutes;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.GatewayAddresses.Holder;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What one Gateway comes to: its plan in each member that serves it, and the verdicts on it and its routes. */
record GatewayOutcome(
        Map<MemberId, GatewayPlan> plans,
        Map<MemberId, List<BackendId>> backends,
        List<Verdict> verdicts,
        List<AttachedRoutes> attachedRoutes) {

    static GatewayOutcome of(Placement.Placed placed, Parents parents, Backends backends, AddressPlan addresses) {
        Gateway gateway = placed.gateway();
        List<ListenerPlan> listeners = ListenerPlan.all(gateway, backends.grants());
        List<Attachment> attachments = parents.of(gateway.id()).stream()
                .map(asking -> Attachment.of(backends.fleet(), gateway, listeners, asking.route(), asking.parent()))
                .toList();
        var plans = new LinkedHashMap<MemberId, GatewayPlan>();
        var named = new LinkedHashMap<MemberId, List<BackendId>>();
        var outcomes = new LinkedHashMap<ObjectId, List<RuleOutcomes>>();
        var shadowed = new LinkedHashMap<ObjectId, Set<String>>();
        var faults = new ArrayList<Fault>();
        for (Member member : placed.members()) {
            Map<ObjectId, RuleOutcomes> here = outcomes(attachments, backends, member, placed.multiCluster());
            here.forEach((route, outcome) ->
                    outcomes.computeIfAbsent(route, _ -> new ArrayList<>()).add(outcome));
            Optional<String> address = addresses.addresses().of(member.memberId(), gateway.id());
            if (address.isEmpty()) {
                Optional.ofNullable(addresses.faults().get(new Holder(member.memberId(), gateway.id())))
                        .ifPresent(faults::add);
                continue;
            }
            List<ListenerPlan> serving =
                    listeners.stream().filter(ListenerPlan::serves).toList();
            List<ListenerPlan> free = serving.stream()
                    .filter(listener -> !isEastWest(member, address.get(), listener))
                    .toList();
            serving.stream()
                    .filter(listener -> !free.contains(listener))
                    .forEach(listener -> faults.add(portOfEastWest(member, address.get(), listener)));
            var hosts = new Hosts(gateway, free, byListener(attachments, here));
            hosts.shadowed()
                    .forEach((route, sentences) -> shadowed.computeIfAbsent(route, _ -> new TreeSet<>())
                            .addAll(sentences));
            plans.put(member.memberId(), new GatewayPlan(gateway.id(), address.get(), hosts.ports()));
            named.put(
                    member.memberId(),
                    here.values().stream()
                            .flatMap(outcome -> outcome.backends().stream())
                            .distinct()
                            .sorted()
                            .toList());
        }
        var verdicts = new ArrayList<>(GatewayVerdicts.of(placed, listeners, faults));
        listeners.forEach(listener -> verdicts.addAll(listener.verdicts(gateway)));
        attachments.forEach(attachment -> verdicts.addAll(RouteVerdicts.of(
                attachment,
                outcomes.getOrDefault(attachment.route().id(), List.of()),
                shadowed.getOrDefault(attachment.route().id(), Set.of()))));
        return new GatewayOutcome(plans, named, verdicts, counts(gateway, listeners, attachments, outcomes));
    }

    private static Map<ObjectId, RuleOutcomes> outcomes(
            List<Attachment> attachments, Backends backends, Member member, boolean multiCluster) {
        var viewer = new Backends.Viewer(member.memberId(), multiCluster);
        var outcomes = new LinkedHashMap<ObjectId, RuleOutcomes>();
        attachments.stream()
                .filter(attachment -> attachment.fault().isEmpty())
                .forEach(attachment -> outcomes.computeIfAbsent(
                        attachment.route().id(), _ -> RuleOutcomes.of(attachment.route(), backends, viewer)));
        return outcomes;
    }

    /** Each route once for each of its listeners, however many of its parentRefs lead there. */
    private static Map<String, List<RuleOutcomes>> byListener(
            List<Attachment> attachments, Map<ObjectId, RuleOutcomes> outcomes) {
        var byListener = new LinkedHashMap<String, LinkedHashSet<RuleOutcomes>>();
        for (Attachment attachment : attachments) {
            RuleOutcomes outcome = outcomes.get(attachment.route().id());
            if (outcome != null) {
                attachment
                        .listeners()
                        .forEach(listener -> byListener
                                .computeIfAbsent(listener.listener().name(), _ -> new LinkedHashSet<>())
                                .add(outcome));
            }
        }
        return byListener.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
    }

    private static List<AttachedRoutes> counts(
            Gateway gateway,
            List<ListenerPlan> listeners,
            List<Attachment> attachments,
            Map<ObjectId, List<RuleOutcomes>> outcomes) {
        return listeners.stream()
                .map(listener ->
                        new AttachedRoutes(gateway.id(), listener.listener().name(), (int) attachments.stream()
                                .filter(attachment -> attachment.listeners().contains(listener))
                                .map(attachment -> attachment.route().id())
                                .filter(route -> outcomes.getOrDefault(route, List.of()).stream()
                                        .noneMatch(RuleOutcomes::allLost))
                                .distinct()
                                .count()))
                .toList();
    }

    private static boolean isEastWest(Member member, String address, ListenerPlan listener) {
        var eastWest = member.eastWest();
        return eastWest != null
                && eastWest.ip().equals(address)
                && eastWest.port() == listener.listener().port();
    }

    private static Fault portOfEastWest(Member member, String address, ListenerPlan listener) {
        return new Fault(
                "AddressNotUsable",
                "Listener " + listener.listener().name() + " cannot have port "
                        + listener.listener().port() + " of " + address + " in member " + member.memberId()
                        + ", because the member's east-west gateway is there. Choose another port or address.");
    }
}
