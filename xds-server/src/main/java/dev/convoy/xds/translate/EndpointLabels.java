package dev.convoy.xds.translate;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.convoy.model.MemberId;
import io.envoyproxy.envoy.config.core.v3.Metadata;

/** What an endpoint says of itself: whose it is, for the access log, and by which hop it is reached, which chooses its socket. */
final class EndpointLabels {
    static final String OURS = "dev.convoy";
    static final String MEMBER = "member";

    /** Key of the label that chooses the socket: {@link #LOCAL}, or the member whose east-west gateway is called. */
    private static final String HOP = "hop";

    /** Directly and in plaintext. A dot, so that no member can have this name. */
    private static final String LOCAL = "pod.local";

    private EndpointLabels() {}

    static Metadata pod(MemberId member) {
        return labels(member, LOCAL);
    }

    static Metadata gateway(MemberId member) {
        return labels(member, member.name());
    }

    static Struct matchingPods() {
        return struct(HOP, LOCAL);
    }

    static Struct matchingGateway(MemberId member) {
        return struct(HOP, member.name());
    }

    private static Metadata labels(MemberId member, String hop) {
        return Metadata.newBuilder()
                .putFilterMetadata("envoy.transport_socket_match", struct(HOP, hop))
                .putFilterMetadata(OURS, struct(MEMBER, member.name()))
                .build();
    }

    private static Struct struct(String key, String value) {
        return Struct.newBuilder()
                .putFields(key, Value.newBuilder().setStringValue(value).build())
                .build();
    }
}
