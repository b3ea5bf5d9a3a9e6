package dev.convoy.model;

import java.util.List;

/** A Kubernetes Service. Its endpoints come from EndpointSlices, never from its cluster IP. */
public record Service(Meta meta, List<Port> ports) implements FleetObject {
    public Service {
        ports = List.copyOf(ports);
    }

    /**
     * One port.
     *
     * @param name what the EndpointSlices call it; empty for a single unnamed port
     * @param appProtocol as written, for example {@code kubernetes.io/h2c}; empty for none
     */
    public record Port(String name, int port, String appProtocol) {}
}
