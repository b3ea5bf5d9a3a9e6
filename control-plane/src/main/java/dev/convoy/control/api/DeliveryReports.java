package dev.convoy.control.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.MemberId;
import dev.convoy.model.Tree;
import dev.convoy.xds.delivery.Deliveries;
import dev.convoy.xds.delivery.EnvoyDelivery;
import dev.convoy.xds.delivery.Refusal;
import dev.convoy.xds.delivery.ResourceDelivery.Held;
import dev.convoy.xds.delivery.ResourceDelivery.Progress;
import dev.convoy.xds.delivery.TypeDelivery;
import dev.convoy.xds.snapshot.EnvoyGroup;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Which Envoys of a member are connected, and what each of them acknowledged or refused of what it was sent, or is spared because others
 * refused it: a look at this moment, of the hub that answers. Resources are named with their versions; nothing of their content is shown.
 */
final class DeliveryReports {
    private final Objects objects;
    private final Deliveries deliveries;

    DeliveryReports(Objects objects, Deliveries deliveries) {
        this.objects = objects;
        this.deliveries = deliveries;
    }

    Answer of(MemberId member) {
        objects.requireTree(Tree.of(member));
        ObjectNode list =
                Json.object().put("apiVersion", "fleet.convoy.dev/v1alpha1").put("kind", "DeliveryList");
        ArrayNode items = list.putArray("items");
        envoys(member).forEach(envoy -> items.add(report(envoy)));
        return Answer.ok(list);
    }

    private Stream<EnvoyDelivery> envoys(MemberId member) {
        return deliveries.groups().stream()
                .filter(group -> group.member().equals(member))
                .sorted(Comparator.comparing(EnvoyGroup::pool))
                .flatMap(group -> deliveries.of(group).stream())
                .sorted(Comparator.comparing(EnvoyDelivery::connectedSince));
    }

    private static ObjectNode report(EnvoyDelivery envoy) {
        ObjectNode report = Json.object()
                .put("node", envoy.node())
                .put("pool", envoy.group().pool())
                .put("protocol", envoy.protocol())
                .put("connectedSince", envoy.connectedSince().toString());
        ObjectNode types = report.putObject("types");
        envoy.types().forEach((type, delivery) -> types.set(type.name().toLowerCase(Locale.ROOT), report(delivery)));
        return report;
    }

    private static ObjectNode report(TypeDelivery delivery) {
        ObjectNode report = Json.object();
        ObjectNode acknowledged = report.putObject("acknowledged");
        ArrayNode outstanding = report.putArray("outstanding");
        ArrayNode refused = report.putArray("refused");
        ArrayNode withheld = report.putArray("withheld");
        ArrayNode missing = report.putArray("missing");
        delivery.resources().forEach((name, resource) -> {
            if (resource.held() instanceof Held.Version(String version)) {
                acknowledged.put(name, version);
            }
            switch (resource.progress()) {
                case Progress.Acknowledged _ -> {}
                case Progress.Sent _, Progress.Due _ -> outstanding.add(name);
                case Progress.Refused(Refusal refusal) -> refused.add(report(name, refusal));
                case Progress.Withheld(Refusal refusal) -> withheld.add(report(name, refusal));
                case Progress.Missing _ -> missing.add(name);
            }
        });
        report.putObject("sent")
                .put("responses", delivery.traffic().responses())
                .put("refusals", delivery.traffic().refusals())
                .put("resources", delivery.traffic().resources())
                .put("removals", delivery.traffic().removals())
                .put("bytes", delivery.traffic().bytes());
        return report;
    }

    private static ObjectNode report(String name, Refusal refusal) {
        return Json.object()
                .put("name", name)
                .put("version", refusal.version())
                .put("since", refusal.since().toString())
                .put("message", refusal.words());
    }
}
