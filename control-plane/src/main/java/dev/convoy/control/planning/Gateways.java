package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All Gateways of the fleet before any route: nothing here depends on routes, services or endpoints.
 *
 * @param trees those whose objects count: the fleet's own and the members'
 * @param placements by Gateway, in the order of their ids
 * @param placed those that are programmed
 * @param verdicts on classes and Gateways
 */
record Gateways(
        Set<Tree> trees,
        Map<ObjectId, Placement> placements,
        Map<ObjectId, PlacedGateway> placed,
        List<Verdict> verdicts) {

    static Gateways of(FleetModel fleet, GatewayAddresses assigned) {
        List<Placement> all = Placement.all(fleet);
        AddressPlan addresses = AddressPlan.of(all, assigned);
        var placements = new LinkedHashMap<ObjectId, Placement>();
        var placed = new LinkedHashMap<ObjectId, PlacedGateway>();
        var verdicts = new ArrayList<Verdict>(GatewayClasses.judge(fleet));
        for (Placement placement : all) {
            ObjectId id = placement.gateway().id();
            placements.put(id, placement);
            switch (placement) {
                case Placement.Placed programmed -> {
                    var gateway = PlacedGateway.of(programmed, new Grants(fleet), addresses);
                    placed.put(id, gateway);
                    verdicts.addAll(gateway.verdicts());
                }
                case Placement.Refused refused -> verdicts.add(GatewayVerdicts.refused(refused));
                case Placement.Elsewhere _ -> {}
            }
        }
        return new Gateways(
                GatewayClasses.trees(fleet).collect(Collectors.toUnmodifiableSet()), placements, placed, verdicts);
    }
}
