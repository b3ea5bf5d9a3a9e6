package dev.convoy.control.pipeline;

import dev.convoy.control.planning.AddressPlan;
import dev.convoy.model.FleetModel;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.registry.store.ObjectStore;

/** Writes down which address each Gateway has, before anything is planned with it. */
final class Addresses {
    private static final int ROUNDS = 3;

    private final ObjectStore store;
    private GatewayAddresses settled = GatewayAddresses.NONE;

    Addresses(ObjectStore store) {
        this.store = store;
    }

    void load() {
        settled = store.addresses();
    }

    /**
     * The addresses of this fleet, all of them written down. Another replica that is faster wins; then we read what it wrote and plan
     * again.
     */
    GatewayAddresses settle(FleetModel fleet) {
        AddressPlan plan = AddressPlan.of(fleet, settled);
        for (int round = 0;
                round < ROUNDS && !(plan.assign().isEmpty() && plan.release().isEmpty());
                round++) {
            plan.release().forEach(store::releaseAddress);
            plan.assign().forEach(store::assignAddress);
            settled = store.addresses();
            plan = AddressPlan.of(fleet, settled);
        }
        return settled;
    }
}
