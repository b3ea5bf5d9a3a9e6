package dev.convoy.control.planning;

import dev.convoy.model.FleetModel;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import org.jspecify.annotations.Nullable;

/**
 * Decides who routes where: a pure function. It always returns a plan; what a user got wrong is a verdict, and hinders nothing else.
 * The same fleet and addresses give the same plan, whatever the order in which its objects came. What a planner keeps of its last plan
 * only spares it work.
 */
public final class Planner {
    private volatile @Nullable PlannedFleet last;

    /** Gateways without an address get the one that {@link AddressPlan} has for them, so that a preview needs none written down. */
    public FleetPlan plan(FleetModel fleet, GatewayAddresses assigned) {
        PlannedFleet before = last;
        PlannedFleet now = before == null ? PlannedFleet.of(fleet, assigned) : before.next(fleet, assigned);
        last = now;
        return now.plan();
    }
}
