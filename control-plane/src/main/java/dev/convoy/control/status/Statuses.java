package dev.convoy.control.status;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.FleetModel;
import dev.convoy.model.FleetObject;
import dev.convoy.model.Gateway;
import dev.convoy.model.HttpRoute;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.AttachedRoutes;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.Verdict;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the {@code status} of every judged object is to say: a pure function of the plan, the deliveries and the statuses of before
 * (whose times of transition stay where nothing changed).
 */
public final class Statuses {
    private Statuses() {}

    public static SortedMap<ObjectId, ObjectNode> of(
            FleetModel model,
            FleetPlan plan,
            GatewayDelivery.View deliveries,
            Function<ObjectId, Optional<ObjectNode>> previous,
            Instant now) {
        Map<ObjectId, SortedMap<MemberId, String>> addresses = addresses(plan);
        Map<ObjectId, Map<String, Integer>> attached = attached(plan);

        var statuses = new TreeMap<ObjectId, ObjectNode>();
        plan.verdicts().forEach((id, judged) -> {
            ObjectNode before = previous.apply(id).orElseGet(JsonNodeFactory.instance::objectNode);
            statuses.put(
                    id,
                    model.find(id)
                            .map(object -> status(object, judged, addresses, attached, deliveries, before, now))
                            .orElseGet(() -> conditions(judged, before, now)));
        });
        for (Member member : model.members()) {
            ObjectNode before = previous.apply(member.id()).orElseGet(JsonNodeFactory.instance::objectNode);
            List<Condition> judged =
                    Condition.of(Objects.requireNonNullElse(plan.verdicts().get(member.id()), List.of()));
            int connected = deliveries.connected(member.memberId());
            statuses.put(member.id(), MembershipStatus.json(member, judged, connected, before, now));
        }
        return statuses;
    }

    private static ObjectNode status(
            FleetObject object,
            List<Verdict> judged,
            Map<ObjectId, SortedMap<MemberId, String>> addresses,
            Map<ObjectId, Map<String, Integer>> attached,
            GatewayDelivery.View deliveries,
            ObjectNode before,
            Instant now) {
        if (object instanceof HttpRoute) {
            return RouteStatus.json(judged, before, now);
        }
        if (object instanceof Gateway gateway) {
            SortedMap<MemberId, String> served = addresses.getOrDefault(gateway.id(), new TreeMap<>());
            var progress = new TreeMap<MemberId, GatewayDelivery>();
            served.keySet().forEach(member -> progress.put(member, deliveries.of(member, gateway.id())));
            return new GatewayStatus(gateway, served, progress, attached.getOrDefault(gateway.id(), Map.of()))
                    .json(judged, before, now);
        }
        return conditions(judged, before, now);
    }

    /** All that can be said of an object that has no parts, or that cannot be read. */
    private static ObjectNode conditions(List<Verdict> judged, ObjectNode before, Instant now) {
        ObjectNode status = before.deepCopy();
        status.set("conditions", Condition.json(Condition.of(judged), before.path("conditions"), now));
        return status;
    }

    private static Map<ObjectId, SortedMap<MemberId, String>> addresses(FleetPlan plan) {
        var addresses = new HashMap<ObjectId, SortedMap<MemberId, String>>();
        plan.members()
                .forEach((member, planned) -> planned.gateways()
                        .forEach(gateway -> addresses
                                .computeIfAbsent(gateway.gateway(), _ -> new TreeMap<>())
                                .put(member, gateway.address())));
        return addresses;
    }

    /** A listener that several members serve has the same routes in each. */
    private static Map<ObjectId, Map<String, Integer>> attached(FleetPlan plan) {
        return plan.attachedRoutes().values().stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(
                        AttachedRoutes::gateway,
                        Collectors.toMap(AttachedRoutes::listener, AttachedRoutes::count, Integer::max)));
    }
}
