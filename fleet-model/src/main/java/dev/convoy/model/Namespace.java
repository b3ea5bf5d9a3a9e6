package dev.convoy.model;

/** A namespace with its labels, which {@code allowedRoutes} selectors judge. */
public record Namespace(Meta meta) implements FleetObject {}
