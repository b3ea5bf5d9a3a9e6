package dev.convoy.model.plan;

import dev.convoy.model.MemberId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the Envoys of one member are to do.
 *
 * @param gateways in the order of their ids
 * @param backends every backend that the gateways' routes name, each once, in the order of their ids
 * @param eastWest null where the member has no east-west address
 */
public record MemberPlan(
        MemberId member,
        List<GatewayPlan> gateways,
        List<BackendPlan> backends,
        @Nullable EastWestPlan eastWest) {
    public MemberPlan {
        gateways = List.copyOf(gateways);
        backends = List.copyOf(backends);
    }
}
