package dev.convoy.control.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.control.access.AccessRules;
import dev.convoy.model.Tree;
import dev.convoy.xds.delivery.Deliveries;
import dev.convoy.xds.delivery.EnvoyDelivery;
import dev.convoy.xds.delivery.Recipient;
import dev.convoy.xds.delivery.ResourceDelivery;
import dev.convoy.xds.delivery.ResourceDelivery.Held;
import dev.convoy.xds.delivery.ResourceDelivery.Progress;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.ResourceType;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * CSDS by its binding to HTTP, {@code FetchClientStatus} of {@code envoy.service.status.v3}: what each connected Envoy that the caller may
 * know of has, in the words that tools for xDS read. Resources are named with their versions; their contents are never shown, whether or
 * not they are asked for. When a resource came to an Envoy is not recorded, so {@code last_updated} is missing.
 */
final class ClientStatus {
    /** So many resources are told of at once. */
    private static final int MOST = 100_000;

    private final Deliveries deliveries;

    ClientStatus(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    Answer answer(Call call) {
        Predicate<String> nodes = ClientStatusRequest.nodes(call);
        List<Recipient> envoys = deliveries.groups().stream()
                .filter(group -> AccessRules.objection(call.who(), Tree.of(group.member()))
                        .isEmpty())
                .sorted(Comparator.comparing(EnvoyGroup::toString))
                .flatMap(group -> deliveries.recipients(group).stream().sorted(Comparator.comparing(Recipient::node)))
                .filter(envoy -> nodes.test(envoy.node()))
                .toList();
        requireFew(envoys);
        // Asked again one by one while the answer goes out, so that it is never in memory as a whole.
        return new Answer.Streamed(Answer.JSON, sink -> {
            try (JsonGenerator json = Json.MAPPER.createGenerator(new SinkStream(sink))) {
                json.writeStartObject();
                json.writeArrayFieldStart("config");
                for (Recipient envoy : envoys) {
                    json.writeTree(config(envoy.delivery()));
                }
                json.writeEndArray();
                json.writeEndObject();
            }
        });
    }

    private static void requireFew(List<Recipient> envoys) {
        int resources = 0;
        for (Recipient envoy : envoys) {
            resources += envoy.delivery().size();
            if (resources > MOST && envoys.size() > 1) {
                throw Refusal.badRequest("The " + envoys.size() + " Envoys that are meant have more than " + MOST
                        + " resources, which is too much for one answer. Name fewer of them with node_matchers, such as"
                        + " {\"node_matchers\": [{\"node_id\": {\"exact\": \"tokyo-1\"}}]}.");
            }
        }
    }

    private static ObjectNode config(EnvoyDelivery envoy) {
        ObjectNode config = Json.object();
        ObjectNode node = config.putObject("node")
                .put("id", envoy.node())
                .put("cluster", envoy.group().toString());
        ObjectNode metadata = node.putObject("metadata");
        metadata.putObject("provedByCertificate")
                .put("member", envoy.group().member().name())
                .put("pool", envoy.group().pool());
        metadata.putObject("saidByItself").put("id", envoy.node());
        metadata.put("protocol", envoy.protocol())
                .put("connectedSince", envoy.connectedSince().toString());
        ArrayNode resources = config.putArray("genericXdsConfigs");
        envoy.types()
                .forEach((type, delivery) -> delivery.resources()
                        .forEach((name, resource) -> resources.add(resource(type, name, resource))));
        return config;
    }

    private static ObjectNode resource(ResourceType type, String name, ResourceDelivery resource) {
        ObjectNode told = Json.object().put("typeUrl", type.typeUrl()).put("name", name);
        if (resource.held() instanceof Held.Version(String version)) {
            told.put("versionInfo", version);
        }
        return switch (resource.progress()) {
            case Progress.Acknowledged _ -> put(told, "SYNCED", "ACKED");
            case Progress.Sent _ -> put(told, "STALE", having(resource.held()));
            // Only who refused it itself is in error; why it was withheld from others is in the deliveries.
            case Progress.Due _, Progress.Withheld _ -> put(told, "NOT_SENT", having(resource.held()));
            case Progress.Missing _ -> put(told, "NOT_SENT", "DOES_NOT_EXIST");
            case Progress.Refused(var refusal) -> {
                told.putObject("errorState")
                        .put("lastUpdateAttempt", refusal.since().toString())
                        .put("details", refusal.words())
                        .put("versionInfo", refusal.version());
                yield put(told, "ERROR", "NACKED");
            }
        };
    }

    private static ObjectNode put(ObjectNode told, String configStatus, String clientStatus) {
        return told.put("configStatus", configStatus).put("clientStatus", clientStatus);
    }

    /** What a client would say of itself as long as nothing newer has come: the newest that it took counts. */
    private static String having(Held held) {
        return switch (held) {
            case Held.Nothing _ -> "REQUESTED";
            case Held.Version _ -> "ACKED";
            case Held.Unknown _ -> "UNKNOWN";
        };
    }
}
