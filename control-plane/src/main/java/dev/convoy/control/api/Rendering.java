package dev.convoy.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.Kind;
import dev.convoy.registry.door.ServedKind;
import dev.convoy.registry.store.Manifest;
import dev.convoy.registry.store.ObjectStore.Listing;
import dev.convoy.registry.store.StoredObject;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** Between what the store holds and what clients see: metadata filled in on the way out, taken out on the way in. */
final class Rendering {
    /** What the store keeps itself, or the path says. */
    private static final Set<String> KEPT_BY_STORE = Set.of(
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "managedFields",
            "selfLink",
            "generateName");

    private Rendering() {}

    /** The object as the API version asked for shows it. */
    static ObjectNode object(StoredObject stored, String apiVersion) {
        ObjectNode shown = Json.object();
        shown.put("apiVersion", apiVersion).put("kind", stored.id().kind().kindName());
        shown.set("metadata", metadata(stored));
        stored.manifest().json().properties().forEach(field -> shown.putIfAbsent(field.getKey(), field.getValue()));
        JsonNode status = status(stored);
        if (!status.isEmpty()) {
            shown.set("status", status);
        }
        return shown;
    }

    /** Its metadata only. */
    static ObjectNode partial(StoredObject stored) {
        ObjectNode shown = Json.object();
        shown.put("apiVersion", "meta.k8s.io/v1").put("kind", "PartialObjectMetadata");
        shown.set("metadata", metadata(stored));
        return shown;
    }

    private static ObjectNode metadata(StoredObject stored) {
        ObjectNode shown = Json.object();
        shown.put("name", stored.id().name());
        if (!stored.id().namespace().isEmpty()) {
            shown.put("namespace", stored.id().namespace());
        }
        shown.put("uid", stored.uid());
        if (stored.revision() > 0) {
            shown.put("resourceVersion", Long.toString(stored.revision()));
        }
        shown.put("generation", stored.generation());
        shown.put(
                "creationTimestamp",
                stored.created().truncatedTo(ChronoUnit.SECONDS).toString());
        stored.manifest().json().path("metadata").properties().forEach(field -> {
            if (!KEPT_BY_STORE.contains(field.getKey())) {
                shown.putIfAbsent(field.getKey(), field.getValue());
            }
        });
        return shown;
    }

    /** What the store is to keep of an object that a client sent: in the kind's own API version, without status. */
    static Manifest manifest(ApiRequest.Item item, ObjectNode sent) {
        ObjectNode kept = sent.deepCopy();
        kept.remove("status");
        kept.put("apiVersion", ServedKind.preferred(item.id().kind()));
        ObjectNode metadata = kept.withObject("/metadata");
        metadata.remove(KEPT_BY_STORE);
        metadata.put("name", item.id().name());
        if (!item.id().namespace().isEmpty()) {
            metadata.put("namespace", item.id().namespace());
        }
        return new Manifest(kept);
    }

    /** The beginning of a list: all but its items. */
    static ObjectNode listHead(String apiVersion, String kind, Listing listing) {
        ObjectNode head = Json.object();
        head.put("apiVersion", apiVersion).put("kind", kind);
        head.putObject("metadata").put("resourceVersion", Long.toString(listing.revision()));
        return head;
    }

    /** The empty object where nobody wrote one. A Namespace needs nobody: it is there or it is not. */
    static JsonNode status(StoredObject stored) {
        if (stored.status() != null) {
            return stored.status().json();
        }
        return stored.id().kind() == Kind.NAMESPACE ? Json.object().put("phase", "Active") : Json.object();
    }
}
