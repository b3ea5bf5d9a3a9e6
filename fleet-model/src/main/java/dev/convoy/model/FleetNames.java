package dev.convoy.model;

/** Names that parts of Convoy, and the certificates of the fleet's CA, must spell alike. */
public final class FleetNames {
    /** Whom a GatewayClass names for Convoy to serve it, and who signs Convoy's part of a status. */
    public static final String CONTROLLER = "fleet.convoy.dev/gateway-controller";

    /** The DNS name in the hub's certificate, whatever address it is reached at. */
    public static final String HUB = "hub.fleet.convoy.dev";

    /** Begins the URI (SPIFFE ID) in the certificate of a member's gateways; the member's name follows. */
    public static final String GATEWAY_IDENTITY = "spiffe://fleet.convoy.dev/gateway/";

    private FleetNames() {}
}
