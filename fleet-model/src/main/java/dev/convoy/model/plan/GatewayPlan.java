package dev.convoy.model.plan;

import dev.convoy.model.ObjectId;
import java.util.List;

/**
 * The complete routing of one Gateway in one member.
 *
 * @param address the IP address that the member's Envoys bind for it
 * @param ports in ascending order; a Gateway without a usable listener has none
 */
public record GatewayPlan(ObjectId gateway, String address, List<PortPlan> ports) {
    public GatewayPlan {
        ports = List.copyOf(ports);
    }
}
