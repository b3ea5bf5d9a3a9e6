package dev.convoy.control.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.ObjectId;
import dev.convoy.registry.store.ObjectStore.Change;
import dev.convoy.registry.store.StoredObject;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Turns what happens to objects into the events of one watch: only its collection's, only its selection's, an object that leaves the
 * selection being gone for it.
 */
final class WatchEvents {
    private final Call call;
    private final ApiRequest.Collection collection;
    private final Selection selection;
    private final Set<ObjectId> shown = new HashSet<>();

    WatchEvents(Call call, ApiRequest.Collection collection) {
        this.call = call;
        this.collection = collection;
        this.selection = Selection.of(call);
        View.of(call.accept());
    }

    boolean selectionChanges() {
        return selection.changes();
    }

    /** The client has it, from its list. */
    void assumeShown(StoredObject object) {
        if (selection.takes(object)) {
            shown.add(object.id());
        }
    }

    /** An object that is there as the watch begins. */
    Optional<ObjectNode> initial(StoredObject object) {
        return about(object) && selection.takes(object)
                ? Optional.of(put(object, Change.Type.ADDED))
                : Optional.empty();
    }

    Optional<ObjectNode> of(Change change) {
        StoredObject object = change.object();
        if (!about(object)) {
            return Optional.empty();
        }
        return switch (change.type()) {
            case ADDED, MODIFIED -> putOrGone(object, change.type());
            case DELETED -> selection.changes() && !shown.contains(object.id()) ? Optional.empty() : gone(object);
        };
    }

    /** Its status changed. */
    Optional<ObjectNode> judged(StoredObject object) {
        return about(object) ? putOrGone(object, Change.Type.MODIFIED) : Optional.empty();
    }

    private Optional<ObjectNode> putOrGone(StoredObject object, Change.Type type) {
        if (selection.takes(object)) {
            return Optional.of(
                    put(object, selection.changes() && !shown.contains(object.id()) ? Change.Type.ADDED : type));
        }
        return shown.contains(object.id()) ? gone(object) : Optional.empty();
    }

    private ObjectNode put(StoredObject object, Change.Type type) {
        if (selection.changes()) {
            shown.add(object.id());
        }
        return event(type.name(), object);
    }

    private Optional<ObjectNode> gone(StoredObject object) {
        shown.remove(object.id());
        return selectedByFields(object) ? Optional.of(event(Change.Type.DELETED.name(), object)) : Optional.empty();
    }

    private boolean selectedByFields(StoredObject object) {
        return selection.fields().stream().allMatch(field -> field.test(object.id()));
    }

    private boolean about(StoredObject object) {
        return about(object.id());
    }

    boolean about(ObjectId id) {
        return id.kind() == collection.served().kind()
                && id.tree().equals(collection.tree())
                && (collection.namespace().isEmpty() || id.namespace().equals(collection.namespace()));
    }

    private ObjectNode event(String type, StoredObject object) {
        ObjectNode event = Json.object().put("type", type);
        event.set("object", Answers.shown(call, object, collection.apiVersion()));
        return event;
    }

    /** Says up to where everything was shown. */
    ObjectNode bookmark(long revision, boolean initialEventsEnd) {
        ObjectNode event = Json.object().put("type", "BOOKMARK");
        ObjectNode object = event.putObject("object");
        object.put("apiVersion", collection.apiVersion())
                .put("kind", collection.served().kind().kindName());
        ObjectNode metadata = object.putObject("metadata").put("resourceVersion", Long.toString(revision));
        if (initialEventsEnd) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        return event;
    }

    static ObjectNode error(Refusal refusal) {
        ObjectNode event = Json.object().put("type", "ERROR");
        event.set("object", refusal.status());
        return event;
    }
}
