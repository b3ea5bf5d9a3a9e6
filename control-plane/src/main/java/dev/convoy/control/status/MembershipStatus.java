package dev.convoy.control.status;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.Member;
import java.time.Instant;
import java.util.List;

/** The status of a Membership: whether its Envoys are connected. Nothing here says that a silent member is dead. */
final class MembershipStatus {
    private MembershipStatus() {}

    static ObjectNode json(Member member, List<Condition> judged, int connected, ObjectNode before, Instant now) {
        long generation = member.meta().generation();
        Condition condition = connected > 0
                ? new Condition(
                        "GatewaysConnected", true, "Connected", "Connected Envoys: " + connected + ".", generation)
                : new Condition(
                        "GatewaysConnected",
                        false,
                        "NoneConnected",
                        "No Envoy of " + member.memberId()
                                + " is connected. Run `convoy join` with its join token (POST to the "
                                + "subresource jointoken issues a new one), then start Envoy as it says.",
                        generation);
        ObjectNode status = JsonNodeFactory.instance.objectNode().put("connectedEnvoys", connected);
        status.set("conditions", Condition.json(Condition.with(judged, condition), before.path("conditions"), now));
        return status;
    }
}
