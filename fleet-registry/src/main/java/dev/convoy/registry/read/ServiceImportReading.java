package dev.convoy.registry.read;

import dev.convoy.model.Meta;
import dev.convoy.model.ServiceImport;

final class ServiceImportReading {
    private ServiceImportReading() {}

    static ServiceImport serviceImport(Meta meta, Field spec) {
        return new ServiceImport(meta, ServicePorts.ports(spec.get("ports")));
    }
}
