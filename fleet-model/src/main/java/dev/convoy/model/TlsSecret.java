package dev.convoy.model;

/** A {@code kubernetes.io/tls} Secret. */
public record TlsSecret(Meta meta, TlsCertificate certificate) implements FleetObject {}
