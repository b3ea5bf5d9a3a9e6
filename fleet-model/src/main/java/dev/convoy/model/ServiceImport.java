package dev.convoy.model;

import java.util.List;

/**
 * The union of a service over the members that export it (MCS API). An export alone suffices for a route to name the import; the
 * object, where somebody declares it, adds nothing but its ports.
 */
public record ServiceImport(Meta meta, List<Service.Port> ports) implements FleetObject {
    public ServiceImport {
        ports = List.copyOf(ports);
    }
}
