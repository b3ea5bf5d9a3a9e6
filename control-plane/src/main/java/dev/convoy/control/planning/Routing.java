package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.AttachedRoutes;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all Gateways come to, wherever the Pods of their backends are.
 *
 * @param gateways those that are placed, in the order of their ids
 * @param verdicts on classes, Gateways and routes
 */
record Routing(Map<ObjectId, GatewayOutcome> gateways, List<Verdict> verdicts) {

    static Routing of(FleetModel fleet, Exports exports, GatewayAddresses assigned) {
        return of(fleet, exports, assigned, null);
    }

    /** Where nothing but routes and endpoints changed: a route that did not change comes to what it came to. */
    Routing next(FleetModel fleet, Exports exports, GatewayAddresses assigned) {
        return of(fleet, exports, assigned, this);
    }

    private static Routing of(FleetModel fleet, Exports exports, GatewayAddresses assigned, @Nullable Routing before) {
        List<Placement> placements = Placement.all(fleet);
        AddressPlan addresses = AddressPlan.of(placements, assigned);
        Parents parents = Parents.of(fleet);
        var backends = new Backends(fleet, exports, new Grants(fleet));

        var verdicts = new ArrayList<Verdict>(GatewayClasses.judge(fleet));
        var gateways = new LinkedHashMap<ObjectId, GatewayOutcome>();
        for (Placement placement : placements) {
            switch (placement) {
                case Placement.Placed placed -> {
                    ObjectId id = placed.gateway().id();
                    GatewayOutcome outcome = GatewayOutcome.of(
                            placed, parents, backends, addresses, before == null ? null : before.gateways.get(id));
                    gateways.put(id, outcome);
                    verdicts.addAll(outcome.verdicts());
                }
                case Placement.Refused refused -> {
                    verdicts.add(GatewayVerdicts.refused(refused));
                    verdicts.addAll(parents.refusedWith(refused));
                }
                case Placement.Elsewhere _ -> {}
            }
        }
        parents.orphans(fleet).forEach(orphan -> verdicts.addAll(RouteVerdicts.of(orphan, List.of(), Set.of())));
        return new Routing(gateways, verdicts);
    }

    List<AttachedRoutes> attachedRoutes() {
        return gateways.values().stream()
                .flatMap(outcome -> outcome.attachedRoutes().stream())
                .toList();
    }

    List<GatewayInMember> in(MemberId member) {
        return gateways.values().stream()
                .flatMap(outcome -> Optional.ofNullable(outcome.inMembers().get(member)).stream())
                .toList();
    }
}
