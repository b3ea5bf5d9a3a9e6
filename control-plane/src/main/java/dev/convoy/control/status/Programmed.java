package dev.convoy.control.status;

import dev.convoy.model.MemberId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Folds the deliveries of a Gateway over its members into the condition {@code Programmed}: true only after every connected Envoy has
 * acknowledged, so that it never says more than the Envoys do.
 */
final class Programmed {
    private Programmed() {}

    static Condition of(boolean accepted, SortedMap<MemberId, GatewayDelivery> deliveries, long generation) {
        if (!accepted) {
            return no(
                    "Invalid",
                    "Not programmed, because the Gateway is not accepted; see its condition Accepted.",
                    generation);
        }
        if (deliveries.isEmpty()) {
            return no("Pending", "No member of the fleet is to serve this Gateway yet.", generation);
        }
        var refusals = new ArrayList<String>();
        var waiting = new ArrayList<String>();
        var serving = new ArrayList<String>();
        deliveries.forEach((member, delivery) -> {
            switch (delivery) {
                case GatewayDelivery.NoneConnected _ ->
                    waiting.add("no Envoy of " + member + " is connected; start one with the bootstrap of its join");
                case GatewayDelivery.Waiting w ->
                    waiting.add(
                            w.acknowledged() + " of " + w.connected() + " Envoys of " + member + " have acknowledged");
                case GatewayDelivery.Refused r ->
                    refusals.add("an Envoy of " + member + " refused " + r.resource() + ": "
                            + r.words().strip());
                case GatewayDelivery.Unpublished u ->
                    refusals.add("the hub could not publish it to " + member + ": " + u.reason());
                case GatewayDelivery.Acknowledged a -> serving.add(a.connected() + " in " + member);
            }
        });
        if (!refusals.isEmpty()) {
            return no("Invalid", sentence("The last good configuration stays served: ", refusals), generation);
        }
        if (!waiting.isEmpty()) {
            return no("Pending", sentence("Waiting: ", waiting), generation);
        }
        return new Condition(
                "Programmed",
                true,
                "Programmed",
                sentence("Acknowledged by all connected Envoys: ", serving),
                generation);
    }

    private static Condition no(String reason, String message, long generation) {
        return new Condition("Programmed", false, reason, message, generation);
    }

    private static String sentence(String start, List<String> parts) {
        return start + String.join("; ", parts) + ".";
    }
}
