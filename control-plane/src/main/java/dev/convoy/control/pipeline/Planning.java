package dev.convoy.control.pipeline;

import dev.convoy.model.FleetModel;
import dev.convoy.model.FleetObject;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/**
 * Plans, also where the planner has a fault: the change that brings it to light is withheld alone and says so, what was planned before
 * stays for that object, and everything else goes on. Used by one thread.
 */
final class Planning {
    private static final Logger LOG = Logger.getLogger(Planning.class);

    private final BiFunction<FleetModel, GatewayAddresses, FleetPlan> planner;
    private FleetModel sound = FleetModel.empty();

    Planning(BiFunction<FleetModel, GatewayAddresses, FleetPlan> planner) {
        this.planner = planner;
    }

    FleetPlan plan(FleetModel fleet, GatewayAddresses addresses) {
        try {
            FleetPlan plan = planner.apply(fleet, addresses);
            sound = fleet;
            return plan;
        } catch (RuntimeException ours) {
            LOG.error("The planner failed; looking for the object that it fails on", ours);
            var search = new Search(fleet, addresses);
            sound = search.apply(sound, sound.differences(fleet));
            return planner.apply(sound, addresses).with(search.withheld);
        }
    }

    /** Takes the changes that lead to a fleet in ever smaller parts, and leaves out each one that the planner fails on. */
    private final class Search {
        private final FleetModel fleet;
        private final GatewayAddresses addresses;
        private final List<Verdict> withheld = new ArrayList<>();

        Search(FleetModel fleet, GatewayAddresses addresses) {
            this.fleet = fleet;
            this.addresses = addresses;
        }

        FleetModel apply(FleetModel base, List<ObjectId> changes) {
            FleetModel changed = changed(base, changes);
            try {
                var _ = planner.apply(changed, addresses);
                return changed;
            } catch (RuntimeException ours) {
                if (changes.size() <= 1) {
                    changes.forEach(id -> withheld.add(verdict(id, ours)));
                    return base;
                }
                int half = changes.size() / 2;
                FleetModel first = apply(base, changes.subList(0, half));
                return apply(first, changes.subList(half, changes.size()));
            }
        }

        private FleetModel changed(FleetModel base, List<ObjectId> changes) {
            List<FleetObject> put =
                    changes.stream().map(fleet::find).flatMap(Optional::stream).toList();
            List<ObjectId> removed =
                    changes.stream().filter(id -> fleet.find(id).isEmpty()).toList();
            return base.with(put, removed);
        }

        private Verdict verdict(ObjectId id, RuntimeException ours) {
            LOG.errorf(ours, "The planner fails on %s, which is withheld", id);
            long generation =
                    fleet.find(id).map(object -> object.meta().generation()).orElse(0L);
            return new Verdict(
                    new Verdict.Subject.Whole(id),
                    generation,
                    "Accepted",
                    false,
                    "Invalid",
                    "The hub itself fails on this object (" + ours.getClass().getSimpleName()
                            + "), so this change of it is withheld; what was served before goes on. Take it back, and report"
                            + " the error in the hub's log.");
        }
    }
}
