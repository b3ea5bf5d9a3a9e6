package dev.convoy.model.plan;

import dev.convoy.model.Locality;
import dev.convoy.model.MemberId;
import dev.convoy.model.SocketAddress;
import java.util.List;

/**
 * A backend with its endpoints as seen from one member: one Envoy cluster with one locality a member.
 *
 * @param localities in the order of priority, then of member; empty where nobody has a ready endpoint (answered with 503)
 */
public record BackendPlan(BackendId id, Protocol protocol, List<MemberEndpoints> localities) {
    public BackendPlan {
        localities = List.copyOf(localities);
    }

    /** What the Pods speak. */
    public enum Protocol {
        HTTP1,
        /** HTTP/2 without TLS: gRPC and {@code kubernetes.io/h2c}. */
        H2C
    }

    /**
     * One member's part.
     *
     * @param priority 0 is served first; priorities have no gaps
     * @param weight the share within its priority, in ready endpoints unless a policy says otherwise; above 0
     */
    public record MemberEndpoints(MemberId member, Locality locality, int priority, int weight, Hop hop) {
        public MemberEndpoints {
            if (priority < 0 || weight < 1) {
                throw new IllegalArgumentException("priority " + priority + ", weight " + weight + " of " + member);
            }
        }
    }

    /** The next hop towards a member's Pods. */
    public sealed interface Hop {
        /** Its own Pods: the planning member's, with the readiness that its cluster reports. */
        record OwnPods(List<SocketAddress> pods) implements Hop {
            public OwnPods {
                pods = List.copyOf(pods);
            }
        }

        /** Another member's Pods on the same network, directly and in plaintext. */
        record NeighbourPods(List<SocketAddress> pods) implements Hop {
            public NeighbourPods {
                pods = List.copyOf(pods);
            }
        }

        /** Another network: that member's east-west gateway, over mTLS with the service in the SNI. */
        record EastWestGateway(SocketAddress address) implements Hop {}
    }
}
