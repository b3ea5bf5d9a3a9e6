package dev.convoy.control.status;

import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;

/** How far a Gateway's resources have come in the Envoys of one member. */
public sealed interface GatewayDelivery {
    /** No Envoy of the member is connected. */
    record NoneConnected() implements GatewayDelivery {}

    /** Sent, not yet acknowledged by all of the connected Envoys. */
    record Waiting(int acknowledged, int connected) implements GatewayDelivery {}

    /** The hub itself could not translate or publish it: a fault of ours. */
    record Unpublished(String reason) implements GatewayDelivery {}

    /** An Envoy refused a resource, in its own words. */
    record Refused(String resource, String words) implements GatewayDelivery {}

    /** Every connected Envoy has acknowledged all of it. */
    record Acknowledged(int connected) implements GatewayDelivery {}

    /** Where the answers come from. */
    interface View {
        GatewayDelivery of(MemberId member, ObjectId gateway);

        /** How many Envoys of the member are connected. */
        int connected(MemberId member);
    }
}
