package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Endpoints are where Envoy connects to: they must not lead it to its own admin port or to other machines' secrets. */
final class EndpointSliceRules {
    private EndpointSliceRules() {}

    static void check(ObjectNode slice, boolean allowLoopback, Causes causes) {
        String type = slice.path("addressType").asText();
        JsonNode endpoints = slice.path("endpoints");
        for (int i = 0; i < endpoints.size(); i++) {
            JsonNode addresses = endpoints.path(i).path("addresses");
            for (int j = 0; j < addresses.size(); j++) {
                checkAddress(
                        type, addresses.path(j), allowLoopback, "endpoints[" + i + "].addresses[" + j + "]", causes);
            }
        }
        Set<String> names = new HashSet<>();
        JsonNode ports = slice.path("ports");
        for (int i = 0; i < ports.size(); i++) {
            JsonNode name = ports.path(i).path("name");
            String path = "ports[" + i + "].name";
            String wrong = name.asText().isEmpty() ? null : Names.wrongLabel(name.asText());
            if (wrong != null) {
                causes.add(Cause.invalid(path, name, wrong));
            } else if (!names.add(name.asText())) {
                causes.add(Cause.duplicate(path, name, "give each port a name of its own"));
            }
        }
    }

    private static void checkAddress(String type, JsonNode address, boolean allowLoopback, String path, Causes causes) {
        if (type.equals("FQDN")) {
            String wrong = Names.wrongSubdomain(address.asText());
            if (wrong != null) {
                causes.add(Cause.invalid(path, address, wrong));
            }
            return;
        }
        Optional<IpAddress> parsed = IpAddress.parse(address.asText());
        if (parsed.isEmpty() || parsed.get().v6() != type.equals("IPv6")) {
            causes.add(Cause.invalid(path, address, "must be an " + type + " address, as addressType says"));
            return;
        }
        switch (parsed.get().reach()) {
            case ANYWHERE -> {}
            case NEAR -> {
                if (!allowLoopback) {
                    causes.add(Cause.invalid(
                            path,
                            address,
                            "a loopback or link-local address could be Envoy's own admin port; use the Pod's address, or let a fleet "
                                    + "admin set spec.allowLoopbackEndpoints in the Membership"));
                }
            }
            case NOWHERE ->
                causes.add(Cause.invalid(
                        path,
                        address,
                        "an unspecified, multicast or broadcast address is no endpoint; use the Pod's address"));
        }
    }
}
