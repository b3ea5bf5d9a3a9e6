package dev.convoy.control.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.Gateway;
import dev.convoy.model.GroupKind;
import dev.convoy.model.Listener;
import dev.convoy.model.MemberId;
import dev.convoy.model.plan.Verdict;
import dev.convoy.model.plan.Verdict.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The status of a Gateway: its addresses over all members, its conditions, and those of its listeners.
 *
 * @param addresses its address in each member that serves it
 * @param deliveries how far each of these members has come
 * @param attachedRoutes by listener
 */
record GatewayStatus(
        Gateway gateway,
        SortedMap<MemberId, String> addresses,
        SortedMap<MemberId, GatewayDelivery> deliveries,
        Map<String, Integer> attachedRoutes) {
    /** HTTPRoute is the only kind of route that Convoy serves today. */
    private static final GroupKind HTTP_ROUTE = new GroupKind("gateway.networking.k8s.io", "HTTPRoute");

    ObjectNode json(List<Verdict> verdicts, ObjectNode before, Instant now) {
        List<Condition> whole = Condition.of(verdicts.stream()
                .filter(verdict -> verdict.subject() instanceof Subject.Whole)
                .toList());
        boolean accepted =
                whole.stream().anyMatch(condition -> condition.type().equals("Accepted") && condition.holds());
        // The planner says so where no Envoy can ever serve it: without an address, or without a usable listener.
        Condition programmed = ofType(whole, "Programmed")
                .orElseGet(
                        () -> Programmed.of(accepted, deliveries, gateway.meta().generation()));

        ObjectNode status = JsonNodeFactory.instance.objectNode();
        ArrayNode shown = status.putArray("addresses");
        addresses.values().stream()
                .distinct()
                .forEach(address -> shown.addObject().put("type", "IPAddress").put("value", address));
        status.set("conditions", Condition.json(Condition.with(whole, programmed), before.path("conditions"), now));
        ArrayNode listeners = status.putArray("listeners");
        for (Listener listener : gateway.listeners()) {
            List<Condition> judged = Condition.of(verdicts.stream()
                    .filter(verdict -> verdict.subject() instanceof Subject.OfListener(var _, String name)
                            && name.equals(listener.name()))
                    .toList());
            listeners.add(listener(listener, judged, programmed, before, now));
        }
        return status;
    }

    private ObjectNode listener(
            Listener listener, List<Condition> judged, Condition programmed, ObjectNode before, Instant now) {
        ObjectNode status = JsonNodeFactory.instance.objectNode().put("name", listener.name());
        ArrayNode kinds = status.putArray("supportedKinds");
        if (servesHttpRoutes(listener)) {
            kinds.addObject().put("group", HTTP_ROUTE.group()).put("kind", HTTP_ROUTE.kind());
        }
        status.put("attachedRoutes", attachedRoutes.getOrDefault(listener.name(), 0));
        List<Condition> conditions = Condition.with(judged, ofListener(judged, programmed));
        status.set("conditions", Condition.json(conditions, conditionsBefore(before, listener), now));
        return status;
    }

    /** A listener is programmed as its Gateway is, unless the planner says that nobody serves it. */
    private static Condition ofListener(List<Condition> judged, Condition ofGateway) {
        return ofType(judged, "Programmed").orElse(ofGateway);
    }

    private static Optional<Condition> ofType(List<Condition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    private static boolean servesHttpRoutes(Listener listener) {
        List<GroupKind> allowed = listener.allowedRoutes().kinds();
        return (listener.protocol().equals("HTTP") || listener.protocol().equals("HTTPS"))
                && (allowed.isEmpty() || allowed.contains(HTTP_ROUTE));
    }

    private static JsonNode conditionsBefore(ObjectNode before, Listener listener) {
        for (JsonNode previous : before.path("listeners")) {
            if (previous.path("name").asText().equals(listener.name())) {
                return previous.path("conditions");
            }
        }
        return MissingNode.getInstance();
    }
}
