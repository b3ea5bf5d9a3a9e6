package dev.convoy.registry.read;

import dev.convoy.model.Meta;
import dev.convoy.model.Service;

final class ServiceReading {
    private ServiceReading() {}

    static Service service(Meta meta, Field spec) {
        return new Service(meta, ServicePorts.ports(spec.get("ports")));
    }
}
