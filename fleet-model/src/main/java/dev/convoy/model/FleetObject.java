package dev.convoy.model;

/** One object of the fleet as a value, read from what the store holds. */
public sealed interface FleetObject
        permits Member,
                Namespace,
                GatewayClass,
                Gateway,
                HttpRoute,
                ReferenceGrant,
                Service,
                EndpointSlice,
                TlsSecret,
                ServiceExport,
                ServiceImport {
    Meta meta();

    default ObjectId id() {
        return meta().id();
    }
}
