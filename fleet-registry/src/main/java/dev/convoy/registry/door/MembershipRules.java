package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A member's addresses are bound and dialled by Envoys: IP addresses, no names. */
final class MembershipRules {
    private MembershipRules() {}

    static void check(ObjectNode membership, Causes causes) {
        JsonNode spec = membership.path("spec");
        JsonNode addresses = spec.path("gatewayAddresses");
        for (int i = 0; i < addresses.size(); i++) {
            checkAddress(addresses.path(i), "spec.gatewayAddresses[" + i + "]", causes);
        }
        if (spec.has("eastWest")) {
            checkAddress(spec.path("eastWest").path("address"), "spec.eastWest.address", causes);
        }
    }

    private static void checkAddress(JsonNode address, String path, Causes causes) {
        boolean usable = IpAddress.parse(address.asText())
                .map(ip -> ip.reach() != IpAddress.Reach.NOWHERE)
                .orElse(false);
        if (!usable) {
            causes.add(Cause.invalid(
                    path, address, "must be an IP address such as 192.0.2.10 or 2001:db8::10, not a name"));
        }
    }
}
