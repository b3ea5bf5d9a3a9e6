package dev.convoy.control.planning;

import static dev.convoy.control.planning.Fleets.TOKYO;
import static dev.convoy.control.planning.Fleets.gateway;
import static dev.convoy.control.planning.Fleets.tokyo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.FleetModel;
import dev.convoy.model.FleetObject;
import dev.convoy.model.Gateway;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.GatewayAddresses.Holder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressPlanTest {
    private final Gateway old = gateway("old", 10);
    private final Gateway young = gateway("young", 1);

    @Test
    void theOlderGatewayChoosesFirst() {
        AddressPlan plan = plan(GatewayAddresses.NONE, tokyo("10.0.0.1"), young, old);
        assertThat(plan.assign()).isEqualTo(Map.of(holder(old), "10.0.0.1"));
        assertThat(plan.faults()).containsOnlyKeys(holder(young));
    }

    @Test
    void anAddressOnceGivenStaysWhateverComesLater() {
        AddressPlan plan = plan(given(young, "10.0.0.1"), tokyo("10.0.0.2", "10.0.0.1"), young, old);
        assertThat(plan.addresses().assigned()).isEqualTo(Map.of(holder(young), "10.0.0.1", holder(old), "10.0.0.2"));
        assertThat(plan.assign()).containsOnlyKeys(holder(old));
        assertThat(plan.release()).isEmpty();
    }

    @Test
    void whatIsPersistedIsPlannedAgain() {
        FleetObject[] fleet = {tokyo("10.0.0.1", "10.0.0.2"), young, old};
        AddressPlan first = plan(GatewayAddresses.NONE, fleet);
        AddressPlan second = plan(first.addresses(), fleet);
        assertThat(second.addresses()).isEqualTo(first.addresses());
        assertThat(second.assign()).isEmpty();
        assertThat(second.release()).isEmpty();
    }

    @Test
    void anAddressThatLeftThePoolIsReleasedAndReplaced() {
        AddressPlan plan = plan(given(old, "10.0.0.9"), tokyo("10.0.0.1"), old);
        assertThat(plan.release()).containsOnly(holder(old));
        assertThat(plan.assign()).isEqualTo(Map.of(holder(old), "10.0.0.1"));
    }

    @Test
    void theAddressOfADeletedGatewayIsFree() {
        AddressPlan plan = plan(given(old, "10.0.0.1"), tokyo("10.0.0.1"), young);
        assertThat(plan.release()).containsOnly(holder(old));
        assertThat(plan.assign()).isEqualTo(Map.of(holder(young), "10.0.0.1"));
    }

    @Test
    void whoAsksForAnAddressChoosesBeforeWhoTakesAny() {
        Gateway asking = gateway("asking", 0, "10.0.0.1");
        AddressPlan plan = plan(GatewayAddresses.NONE, tokyo("10.0.0.1", "10.0.0.2"), old, asking);
        assertThat(plan.assign()).isEqualTo(Map.of(holder(asking), "10.0.0.1", holder(old), "10.0.0.2"));
    }

    @Test
    void anAddressInUseIsNotTakenFromItsOwner() {
        Gateway asking = gateway("asking", 0, "10.0.0.1");
        AddressPlan plan = plan(given(old, "10.0.0.1"), tokyo("10.0.0.1", "10.0.0.2"), old, asking);
        assertThat(plan.assign()).isEmpty();
        assertThat(plan.faults().get(holder(asking)))
                .isNotNull()
                .satisfies(fault -> assertThat(fault.reason()).isEqualTo("AddressNotUsable"));
    }

    private static AddressPlan plan(GatewayAddresses assigned, FleetObject... objects) {
        return AddressPlan.of(FleetModel.of(List.of(objects)), assigned);
    }

    private static GatewayAddresses given(Gateway gateway, String address) {
        return new GatewayAddresses(Map.of(holder(gateway), address));
    }

    private static Holder holder(Gateway gateway) {
        return new Holder(TOKYO, gateway.id());
    }
}
