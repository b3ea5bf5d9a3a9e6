package dev.convoy.model.plan;

import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import java.util.Map;
import java.util.Optional;

/**
 * Which IP address each Gateway has in each member. Once given, an address stays: clients and DNS know it. Kept by the store, so that
 * planning stays a pure function.
 */
public record GatewayAddresses(Map<Holder, String> assigned) {
    public static final GatewayAddresses NONE = new GatewayAddresses(Map.of());

    /** A Gateway in a member. */
    public record Holder(MemberId member, ObjectId gateway) {}

    public GatewayAddresses {
        assigned = Map.copyOf(assigned);
    }

    public Optional<String> of(MemberId member, ObjectId gateway) {
        return Optional.ofNullable(assigned.get(new Holder(member, gateway)));
    }
}
