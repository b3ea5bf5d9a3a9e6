package dev.convoy.control.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.ObjectId;
import dev.convoy.registry.store.ObjectStore.Listing;
import dev.convoy.registry.store.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@code GET} of a collection. A long list goes out object by object; a page goes on behind the last object of the one before. */
final class Lister {
    private final Objects objects;

    Lister(Objects objects) {
        this.objects = objects;
    }

    Answer list(Call call, ApiRequest.Collection collection) {
        View view = View.of(call.accept());
        Selection selection = Selection.of(call);
        objects.requireTree(collection.tree());
        Listing listing =
                objects.store().list(collection.tree(), collection.served().kind(), collection.namespace());
        String from = call.parameter("continue").map(Lister::keyIn).orElse("");
        List<StoredObject> rest = listing.items().stream()
                .filter(selection::takes)
                .filter(object -> from.isEmpty() || key(object.id()).compareTo(from) > 0)
                .toList();
        int limit = (int) Math.min(Integer.MAX_VALUE, call.number("limit", 0));
        List<StoredObject> page = limit == 0 || rest.size() <= limit ? rest : rest.subList(0, limit);

        ObjectNode head = head(view, collection);
        ObjectNode metadata = head.putObject("metadata").put("resourceVersion", Long.toString(listing.revision()));
        if (page.size() < rest.size()) {
            metadata.put("continue", continueBehind(page.getLast().id()))
                    .put("remainingItemCount", rest.size() - page.size());
        }
        boolean table = view == View.TABLE;
        return new Answer.Streamed(Answer.JSON, sink -> {
            try (JsonGenerator json = Json.MAPPER.createGenerator(new SinkStream(sink))) {
                write(json, head, table ? "rows" : "items", page, item(view, call, collection.apiVersion()));
            }
        });
    }

    private static ObjectNode head(View view, ApiRequest.Collection collection) {
        return switch (view) {
            case TABLE -> Tables.head(collection.served().kind());
            case METADATA -> Json.object().put("apiVersion", "meta.k8s.io/v1").put("kind", "PartialObjectMetadataList");
            case OBJECT, AGGREGATED_DISCOVERY ->
                Json.object()
                        .put("apiVersion", collection.apiVersion())
                        .put("kind", collection.served().kind().kindName() + "List");
        };
    }

    private static Function<StoredObject, JsonNode> item(View view, Call call, String apiVersion) {
        return switch (view) {
            case TABLE -> object -> Tables.row(object, Answers.rowsWithMetadata(call));
            case METADATA -> Rendering::partial;
            case OBJECT, AGGREGATED_DISCOVERY -> object -> Rendering.object(object, apiVersion);
        };
    }

    private static void write(
            JsonGenerator json,
            ObjectNode head,
            String field,
            List<StoredObject> page,
            Function<StoredObject, JsonNode> item)
            throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, JsonNode> entry : head.properties()) {
            json.writeFieldName(entry.getKey());
            json.writeTree(entry.getValue());
        }
        json.writeArrayFieldStart(field);
        for (StoredObject object : page) {
            json.writeTree(item.apply(object));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** ' ' sorts before every character that names admit, so that keys sort as ids do. */
    private static String key(ObjectId id) {
        return id.namespace() + " " + id.name();
    }

    private static String continueBehind(ObjectId id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key(id).getBytes(StandardCharsets.UTF_8));
    }

    private static String keyIn(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("continue is not a token from here: list again from the start.");
        }
    }

    /** An empty list of events: nobody reports any. */
    static Answer noEvents(View view) {
        ObjectNode list = view == View.TABLE
                ? Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1")
                : Json.object().put("kind", "EventList").put("apiVersion", "v1");
        list.putObject("metadata").put("resourceVersion", "1");
        if (view == View.TABLE) {
            list.putArray("columnDefinitions");
            list.putArray("rows");
        } else {
            list.putArray("items");
        }
        return Answer.ok(list);
    }
}
