package dev.convoy.xds.snapshot;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.ScopedRouteConfiguration;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;

/** The types of resources that Convoy serves, in the order in which an Envoy must hear of additions. */
public enum ResourceType {
    SECRET(Secret.getDefaultInstance()),
    CLUSTER(Cluster.getDefaultInstance()),
    ENDPOINTS(ClusterLoadAssignment.getDefaultInstance()),
    LISTENER(Listener.getDefaultInstance()),
    /** Which routes hold for which value of a header, within a listener that is scoped. */
    SCOPES(ScopedRouteConfiguration.getDefaultInstance()),
    ROUTES(RouteConfiguration.getDefaultInstance());

    private final Message prototype;
    private final String typeUrl;

    ResourceType(Message prototype) {
        this.prototype = prototype;
        this.typeUrl = "type.googleapis.com/" + prototype.getDescriptorForType().getFullName();
    }

    public String typeUrl() {
        return typeUrl;
    }

    Message read(ByteString bytes) throws InvalidProtocolBufferException {
        return prototype.getParserForType().parseFrom(bytes);
    }
}
