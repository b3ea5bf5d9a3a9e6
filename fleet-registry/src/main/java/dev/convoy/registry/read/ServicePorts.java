package dev.convoy.registry.read;

import dev.convoy.model.Service;
import java.util.List;

/** The ports of Services and ServiceImports. Only TCP carries what Convoy routes, so the others are left out. */
final class ServicePorts {
    private ServicePorts() {}

    static List<Service.Port> ports(Field ports) {
        return ports.items().stream()
                .filter(ServicePorts::isTcp)
                .map(port -> new Service.Port(
                        port.get("name").textOr(""),
                        port.get("port").port(),
                        port.get("appProtocol").textOr("")))
                .toList();
    }

    static boolean isTcp(Field port) {
        return port.get("protocol").textOr("TCP").equals("TCP");
    }
}
