package dev.convoy.model;

import java.util.List;

/** Some of the endpoints of a Service ({@code discovery.k8s.io/v1}). {@code service} is the label {@code kubernetes.io/service-name}. */
public record EndpointSlice(Meta meta, String service, List<Port> ports, List<Endpoint> endpoints)
        implements FleetObject {
    public EndpointSlice {
        ports = List.copyOf(ports);
        endpoints = List.copyOf(endpoints);
    }

    /** The port that the Pods listen on, by the name of the Service's port. */
    public record Port(String name, int port) {}

    /** One Pod. {@code ready} is true where the slice does not say. */
    public record Endpoint(String address, boolean ready, String zone) {}
}
