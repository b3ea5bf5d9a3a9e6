package dev.convoy.control.pipeline;

import dev.convoy.control.planning.AddressPlan;
import dev.convoy.model.FleetModel;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.GatewayAddresses.Holder;
import dev.convoy.registry.store.ObjectStore;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes down which address each Gateway has, before anything is planned with it. */
final class Addresses {
    private static final int ROUNDS = 3;

    private final ObjectStore store;
    private GatewayAddresses settled = GatewayAddresses.NONE;
    /** The last fleet whose addresses were found written down; those of one that differs in nothing of that kind are the same. */
    private @Nullable FleetModel settledFor;

    Addresses(ObjectStore store) {
        this.store = store;
    }

    void load() {
        settled = store.addresses();
    }

    /**
     * The addresses of this fleet, all of them written down. Another replica that is faster wins; then we read what it wrote and plan
     * again. It may know Gateways that this fleet does not hold yet: only what we knew before the fleet was read is released.
     */
    GatewayAddresses settle(FleetModel fleet) {
        boolean isAsBefore = settledFor != null
                && settledFor.differences(fleet).stream().noneMatch(id -> AddressPlan.dependsOn(id.kind()));
        settledFor = null;
        if (isAsBefore || settleAnew(fleet)) {
            settledFor = fleet;
        }
        return settled;
    }

    /** Answers whether all is written down. */
    private boolean settleAnew(FleetModel fleet) {
        Set<Holder> known = settled.assigned().keySet();
        AddressPlan plan = AddressPlan.of(fleet, settled);
        for (int round = 0; round < ROUNDS && !isWrittenDown(plan, known); round++) {
            plan.release().stream().filter(known::contains).forEach(store::releaseAddress);
            plan.assign().forEach(store::assignAddress);
            settled = store.addresses();
            plan = AddressPlan.of(fleet, settled);
        }
        return isWrittenDown(plan, known);
    }

    private static boolean isWrittenDown(AddressPlan plan, Set<Holder> known) {
        return plan.assign().isEmpty() && plan.release().stream().noneMatch(known::contains);
    }
}
