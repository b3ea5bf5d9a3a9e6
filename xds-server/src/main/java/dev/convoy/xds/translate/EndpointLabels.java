package dev.convoy.xds.translate;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.convoy.model.MemberId;
import io.envoyproxy.envoy.config.core.v3.Metadata;

/**
 * What an endpoint says of itself: whose it is, for the access log, and of an east-west gateway also that it is one, which chooses its
 * socket.
 */
final class EndpointLabels {
    static final String OURS = "dev.convoy";
    static final String MEMBER = "member";

    /** Key of the label that all gateways have. */
    private static final String KIND = "kind";

    private static final String GATEWAY = "gateway";

    private EndpointLabels() {}

    static Metadata pod(MemberId member) {
        return labels(member).build();
    }

    static Metadata gateway(MemberId member) {
        Struct socket = struct(MEMBER, member.name()).toBuilder()
                .putAllFields(matchingGateways().getFieldsMap())
                .build();
        return labels(member)
                .putFilterMetadata("envoy.transport_socket_match", socket)
                .build();
    }

    static Struct matching(MemberId member) {
        return struct(MEMBER, member.name());
    }

    static Struct matchingGateways() {
        return struct(KIND, GATEWAY);
    }

    private static Metadata.Builder labels(MemberId member) {
        return Metadata.newBuilder().putFilterMetadata(OURS, struct(MEMBER, member.name()));
    }

    private static Struct struct(String key, String value) {
        return Struct.newBuilder()
                .putFields(key, Value.newBuilder().setStringValue(value).build())
                .build();
    }
}
