package dev.convoy.model;

/** Where a member stands, for nearness. {@code zone} may be empty. */
public record Locality(String region, String zone) {}
