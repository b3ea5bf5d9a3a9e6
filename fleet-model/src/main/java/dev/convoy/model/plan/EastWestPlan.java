package dev.convoy.model.plan;

import dev.convoy.model.MemberId;
import dev.convoy.model.PersistentMap;
import dev.convoy.model.SocketAddress;
import java.util.Collection;
import java.util.List;

/**
 * What a member's east-west gateway serves to the other members: its own Pods only, so that there is never a second hop.
 *
 * @param bind where it listens
 * @param exports by their ids
 */
public record EastWestPlan(SocketAddress bind, PersistentMap<BackendId, Export> exports) {
    public EastWestPlan(SocketAddress bind, Collection<Export> exports) {
        this(bind, PersistentMap.of(exports, Export::id));
    }

    /**
     * One exported port of a service.
     *
     * @param id always of reach FLEET: it is what the other side's SNI names
     * @param pods the member's own ready Pods; may be empty
     * @param exportTo the members whose gateways may reach it; empty for all
     */
    public record Export(
            BackendId id, BackendPlan.Protocol protocol, List<SocketAddress> pods, List<MemberId> exportTo) {
        public Export {
            pods = List.copyOf(pods);
            exportTo = List.copyOf(exportTo);
        }
    }
}
