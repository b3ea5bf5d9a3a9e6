package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.ObjectId;
import dev.convoy.model.PersistentMap;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All Gateways of the fleet before any route: nothing here depends on routes, services or endpoints.
 *
 * @param placed those that are programmed
 * @param verdicts on classes and Gateways
 */
record Gateways(
        PersistentMap<ObjectId, Placement> placements,
        PersistentMap<ObjectId, PlacedGateway> placed,
        PersistentMap<ObjectId, List<Verdict>> verdicts) {
    /** Of a fleet that has nothing. */
    static final Gateways NONE = new Gateways(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

    /** What is equal stays the same instance. */
    Gateways next(FleetModel fleet, GatewayAddresses assigned) {
        List<Placement> all = Placement.all(fleet);
        AddressPlan addresses = AddressPlan.of(all, assigned);
        var nextPlacements = new TreeMap<ObjectId, Placement>();
        var nextPlaced = new TreeMap<ObjectId, PlacedGateway>();
        SortedMap<ObjectId, List<Verdict>> nextVerdicts = GatewayClasses.judge(fleet);
        for (Placement placement : all) {
            ObjectId id = placement.gateway().id();
            nextPlacements.put(id, placement);
            switch (placement) {
                case Placement.Placed programmed -> {
                    var gateway = PlacedGateway.of(programmed, new Grants(fleet), addresses);
                    nextPlaced.put(id, gateway);
                    nextVerdicts.put(id, gateway.verdicts());
                }
                case Placement.Refused refused -> nextVerdicts.put(id, List.of(GatewayVerdicts.refused(refused)));
                case Placement.Elsewhere _ -> {}
            }
        }
        return new Gateways(
                placements.changedTo(PersistentMap.of(nextPlacements)),
                placed.changedTo(PersistentMap.of(nextPlaced)),
                verdicts.changedTo(PersistentMap.of(nextVerdicts)));
    }

    /** The names of those that answer their routes otherwise as a whole, whatever their listeners say. */
    Set<String> answeringOtherwise(Gateways before) {
        return before.placements.differences(placements).stream()
                .filter(id -> !Placement.answerAlike(before.placements.get(id), placements.get(id)))
                .map(ObjectId::name)
                .collect(Collectors.toSet());
    }

    /** What those hear that hear something else than before. */
    Verdicts judge(Gateways before, Verdicts then) {
        Verdicts next = then;
        for (ObjectId id : before.verdicts.differences(verdicts)) {
            next = next.with(id, Objects.requireNonNullElse(verdicts.get(id), List.of()));
        }
        return next;
    }
}
