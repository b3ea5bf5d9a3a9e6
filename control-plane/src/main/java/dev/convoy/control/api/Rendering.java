package dev.convoy.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.Kind;
import dev.convoy.registry.store.StoredObject;
import java.time.temporal.ChronoUnit;

/** What the store holds, as clients see it: metadata filled in, status added. */
final class Rendering {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

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

    /** Its metadata only. Of a Secret without the annotation in which kubectl apply repeats all of it. */
    static ObjectNode partial(StoredObject stored) {
        ObjectNode metadata = metadata(stored);
        if (stored.id().kind() == Kind.SECRET && metadata.get("annotations") instanceof ObjectNode annotations) {
            metadata.set("annotations", annotations.deepCopy().without(LAST_APPLIED));
        }
        ObjectNode shown = Json.object();
        shown.put("apiVersion", "meta.k8s.io/v1").put("kind", "PartialObjectMetadata");
        shown.set("metadata", metadata);
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
        stored.manifest()
                .json()
                .path("metadata")
                .properties()
                .forEach(field -> shown.putIfAbsent(field.getKey(), field.getValue()));
        return shown;
    }

    /** The empty object where nobody wrote one. A Namespace needs nobody: it is there or it is not. */
    static JsonNode status(StoredObject stored) {
        if (stored.status() != null) {
            return stored.status().json();
        }
        return stored.id().kind() == Kind.NAMESPACE ? Json.object().put("phase", "Active") : Json.object();
    }
}
