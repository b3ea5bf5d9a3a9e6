package dev.convoy.control.status;

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
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the {@code status} of every object is to say, once a fleet is planned: a pure function of the plan, the deliveries and the status
 * of before (whose times of transition stay where nothing changed).
 */
public record Statuses(FleetModel model, FleetPlan plan) {
    /** Of a fleet that has nothing. */
    public static final Statuses NONE = new Statuses(FleetModel.empty(), new FleetPlan(Map.of(), List.of(), List.of()));

    /** The objects whose status may say something else than it did then, found in the time of what differs. Deliveries apart. */
    public SortedSet<ObjectId> differences(Statuses then) {
        var ids = new TreeSet<>(then.model.differences(model));
        ids.addAll(then.plan.verdicts().differences(plan.verdicts()));
        ids.addAll(then.plan.attachedRoutes().differences(plan.attachedRoutes()));
        for (Statuses one : List.of(then, this)) {
            one.plan.members().forEach((member, planned) -> {
                if (!isSamePlan(member, then)) {
                    ids.addAll(one.toldBy(member));
                }
            });
        }
        return ids;
    }

    @SuppressWarnings("ReferenceEquality") // what is equal is the same instance
    private boolean isSamePlan(MemberId member, Statuses then) {
        return plan.members().get(member) == then.plan.members().get(member);
    }

    /** The objects whose status depends on the Envoys of that member. */
    public SortedSet<ObjectId> toldBy(MemberId member) {
        var ids = new TreeSet<ObjectId>();
        ids.add(member.membership());
        Optional.ofNullable(plan.members().get(member)).map(MemberPlan::gateways).stream()
                .flatMap(List::stream)
                .map(GatewayPlan::gateway)
                .forEach(ids::add);
        return ids;
    }

    /** Nothing where we have nothing to say. */
    public Optional<ObjectNode> of(ObjectId id, GatewayDelivery.View deliveries, ObjectNode before, Instant now) {
        List<Verdict> judged = Objects.requireNonNullElse(plan.verdicts().get(id), List.of());
        FleetObject object = model.find(id).orElse(null);
        if (object instanceof Member member) {
            int connected = deliveries.connected(member.memberId());
            return Optional.of(MembershipStatus.json(member, Condition.of(judged), connected, before, now));
        }
        boolean toTakeBack = object instanceof HttpRoute && RouteStatus.isOurs(before);
        if (judged.isEmpty() && !toTakeBack) {
            return Optional.empty();
        }
        return Optional.of(
                switch (object) {
                    case HttpRoute _ -> RouteStatus.json(judged, before, now);
                    case Gateway gateway -> status(gateway, deliveries).json(judged, before, now);
                    case null, default -> conditions(judged, before, now);
                });
    }

    private GatewayStatus status(Gateway gateway, GatewayDelivery.View deliveries) {
        var addresses = new TreeMap<MemberId, String>();
        var progress = new TreeMap<MemberId, GatewayDelivery>();
        plan.members()
                .forEach((member, planned) -> planned.gateway(gateway.id()).ifPresent(served -> {
                    addresses.put(member, served.address());
                    progress.put(member, deliveries.of(member, gateway.id()));
                }));
        List<AttachedRoutes> attached =
                Objects.requireNonNullElse(plan.attachedRoutes().get(gateway.id()), List.of());
        return new GatewayStatus(
                gateway,
                addresses,
                progress,
                attached.stream().collect(Collectors.toMap(AttachedRoutes::listener, AttachedRoutes::count)));
    }

    /** All that can be said of an object that has no parts, or that cannot be read. */
    private static ObjectNode conditions(List<Verdict> judged, ObjectNode before, Instant now) {
        ObjectNode status = before.deepCopy();
        status.set("conditions", Condition.json(Condition.of(judged), before.path("conditions"), now));
        return status;
    }
}
