package dev.convoy.registry.read;

import dev.convoy.model.EndpointSlice;
import dev.convoy.model.EndpointSlice.Endpoint;
import dev.convoy.model.EndpointSlice.Port;
import dev.convoy.model.Meta;
import java.util.List;
import java.util.Optional;

final class EndpointSliceReading {
    private static final String SERVICE = "kubernetes.io/service-name";

    private EndpointSliceReading() {}

    /** Nothing for a slice that belongs to no Service, and for names instead of addresses: those Envoy would have to resolve. */
    static Optional<EndpointSlice> slice(Meta meta, Field root) {
        String service = meta.labels().getOrDefault(SERVICE, "");
        if (service.isEmpty() || root.get("addressType").textOr("IPv4").equals("FQDN")) {
            return Optional.empty();
        }
        List<Port> ports = root.get("ports").items().stream()
                .filter(ServicePorts::isTcp)
                .filter(port -> port.get("port").present())
                .map(port ->
                        new Port(port.get("name").textOr(""), port.get("port").port()))
                .toList();
        List<Endpoint> endpoints = root.get("endpoints").items().stream()
                .flatMap(endpoint -> endpoint(endpoint).stream())
                .toList();
        return Optional.of(new EndpointSlice(meta, service, ports, endpoints));
    }

    /** All addresses of one endpoint lead to the same Pod, so the first will do. */
    private static Optional<Endpoint> endpoint(Field endpoint) {
        return endpoint.get("addresses").items().stream()
                .findFirst()
                .map(address -> new Endpoint(
                        Spelling.ipAddress(address.text())
                                .orElseThrow(
                                        () -> address.mistake(Field.quoted(address.text()) + " is not an IP address")),
                        endpoint.get("conditions").get("ready").flagOr(true),
                        endpoint.get("zone").textOr("")));
    }
}
