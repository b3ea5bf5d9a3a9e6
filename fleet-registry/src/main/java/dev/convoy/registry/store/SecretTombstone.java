package dev.convoy.registry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.Kind;
import java.util.List;

/** What remains of a Secret that was deleted: enough for a watch to tell who it was, and nothing confidential. */
final class SecretTombstone {
    private static final List<String> TELLS_WHO = List.of("name", "namespace", "labels");

    private SecretTombstone() {}

    /** Any other object comes back as it is. */
    static StoredObject of(StoredObject object) {
        if (object.id().kind() != Kind.SECRET) {
            return object;
        }
        ObjectNode whole = object.manifest().json();
        ObjectNode rest = whole.objectNode();
        rest.setAll(whole);
        rest.retain("apiVersion", "kind", "type", "metadata");
        if (rest.get("metadata") instanceof ObjectNode metadata) {
            ObjectNode who = whole.objectNode();
            who.setAll(metadata);
            rest.set("metadata", who.retain(TELLS_WHO));
        }
        return new StoredObject(
                object.id(),
                object.uid(),
                object.revision(),
                object.generation(),
                object.created(),
                new Manifest(rest),
                object.status());
    }
}
