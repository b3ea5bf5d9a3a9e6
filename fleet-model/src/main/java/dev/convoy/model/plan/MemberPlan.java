package dev.convoy.model.plan;

import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.PersistentMap;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
        for (int i = 1; i < gateways.size(); i++) {
            if (gateways.get(i - 1).gateway().compareTo(gateways.get(i).gateway()) > 0) {
                throw new IllegalArgumentException("the Gateways of " + member + " are out of order at "
                        + gateways.get(i).gateway());
            }
        }
    }

    public MemberPlan(
            MemberId member,
            List<GatewayPlan> gateways,
            Collection<BackendPlan> backends,
            @Nullable EastWestPlan eastWest) {
        this(member, gateways, PersistentMap.of(backends, BackendPlan::id), eastWest);
    }

    /** What a Gateway is there; nothing where it is not served. */
    public Optional<GatewayPlan> gateway(ObjectId id) {
        int from = 0;
        int to = gateways.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            GatewayPlan plan = gateways.get(middle);
            int order = id.compareTo(plan.gateway());
            if (order == 0) {
                return Optional.of(plan);
            }
            if (order < 0) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return Optional.empty();
    }
}
