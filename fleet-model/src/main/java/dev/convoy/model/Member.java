package dev.convoy.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One Kubernetes cluster of the fleet, from its Membership.
 *
 * @param network members on the same network reach each other's Pods directly
 * @param gatewayAddresses the pool of IP addresses that its Envoys may bind, one for each Gateway
 * @param eastWest where other networks reach its services over mTLS; null where it has no east-west gateway
 * @param allowLoopbackEndpoints whether 127.0.0.0/8 and ::1 may stand in its endpoints (an endpoint there could be Envoy's admin port)
 */
public record Member(
        Meta meta,
        Locality locality,
        String network,
        List<String> gatewayAddresses,
        @Nullable SocketAddress eastWest,
        boolean allowLoopbackEndpoints)
        implements FleetObject {
    public Member {
        gatewayAddresses = List.copyOf(gatewayAddresses);
    }

    public MemberId memberId() {
        return new MemberId(meta.id().name());
    }
}
