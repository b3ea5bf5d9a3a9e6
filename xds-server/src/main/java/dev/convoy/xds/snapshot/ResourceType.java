package dev.convoy.xds.snapshot;

/** The types of resources that Convoy serves, in the order in which an Envoy must hear of additions. */
public enum ResourceType {
    SECRET("type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret"),
    CLUSTER("type.googleapis.com/envoy.config.cluster.v3.Cluster"),
    ENDPOINTS("type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment"),
    LISTENER("type.googleapis.com/envoy.config.listener.v3.Listener"),
    /** Which routes hold for which value of a header, within a listener that is scoped. */
    SCOPES("type.googleapis.com/envoy.config.route.v3.ScopedRouteConfiguration"),
    ROUTES("type.googleapis.com/envoy.config.route.v3.RouteConfiguration");

    private final String typeUrl;

    ResourceType(String typeUrl) {
        this.typeUrl = typeUrl;
    }

    public String typeUrl() {
        return typeUrl;
    }
}
