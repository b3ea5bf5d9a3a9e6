package dev.convoy.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.Kind;
import java.util.List;

/**
 * An object as its author states it: {@code apiVersion}, {@code kind}, {@code metadata} (labels, annotations, finalizers and the like)
 * and all else but {@code status}. What the store itself keeps, such as uid, resourceVersion, generation and creationTimestamp, is left
 * out when a manifest is born. The JSON must not be changed once it is in here.
 */
public record Manifest(ObjectNode json) {
    private static final List<String> KEPT_BY_THE_STORE =
            List.of("uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink");

    public Manifest {
        json = stated(json);
    }

    /** Whether nothing differs, whatever the order of the fields. */
    boolean sameAs(Manifest other) {
        return JsonEquality.same(json, other.json);
    }

    /** Whether nothing but metadata differs: the generation stays. */
    boolean sameButMetadata(Manifest other) {
        return JsonEquality.same(withoutMetadata(), other.withoutMetadata());
    }

    /** What it says, unless that is secret. */
    @Override
    public String toString() {
        return json.path("kind").asText().equals(Kind.SECRET.kindName())
                ? "Manifest[of a Secret, not shown]"
                : json.toString();
    }

    private ObjectNode withoutMetadata() {
        return without(json, List.of("metadata"));
    }

    private static ObjectNode stated(ObjectNode json) {
        ObjectNode stated = json.has("status") ? without(json, List.of("status")) : json;
        if (stated.get("metadata") instanceof ObjectNode metadata
                && KEPT_BY_THE_STORE.stream().anyMatch(metadata::has)) {
            ObjectNode shallow = without(stated, List.of());
            shallow.set("metadata", without(metadata, KEPT_BY_THE_STORE));
            return shallow;
        }
        return stated;
    }

    /** A copy that shares the children: they are never changed. */
    private static ObjectNode without(ObjectNode json, List<String> fields) {
        ObjectNode rest = json.objectNode();
        rest.setAll(json);
        rest.remove(fields);
        return rest;
    }
}
