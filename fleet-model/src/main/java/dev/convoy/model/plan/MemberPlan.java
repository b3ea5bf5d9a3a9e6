package dev.convoy.model.plan;

import dev.convoy.model.MemberId;
import dev.convoy.model.PersistentMap;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the Envoys of one member are to do.
 *
 * @param gateways in the order of their ids
 * @param backends every backend that the gateways' routes name, by their ids
 * @param eastWest null where the member has no east-west address
 */
public record MemberPlan(
        MemberId member,
        List<GatewayPlan> gateways,
        PersistentMap<BackendId, BackendPlan> backends,
        @Nullable EastWestPlan eastWest) {
    public MemberPlan {
        gateways = List.copyOf(gateways);
    }

    public MemberPlan(
            MemberId member,
            List<GatewayPlan> gateways,
            Collection<BackendPlan> backends,
            @Nullable EastWestPlan eastWest) {
        this(member, gateways, PersistentMap.of(backends, BackendPlan::id), eastWest);
    }
}
