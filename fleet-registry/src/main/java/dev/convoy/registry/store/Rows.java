package dev.convoy.registry.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.Kind;
import dev.convoy.registry.encryption.Encryption;
import dev.convoy.registry.store.ObjectStore.Author;
import dev.convoy.registry.store.ObjectStore.Change;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns objects into rows and back; Secrets are sealed on the way in and opened on the way out. */
final class Rows {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Encryption encryption;

    Rows(Encryption encryption) {
        this.encryption = encryption;
    }

    ObjectRow row(StoredObject object) {
        ObjectRow row = new ObjectRow();
        row.key = ObjectKey.of(object.id());
        row.uid = UUID.fromString(object.uid());
        row.revision = object.revision();
        row.generation = object.generation();
        row.created = object.created();
        String body = text(object.manifest().json());
        if (isSecret(object)) {
            row.sealed = encryption.seal(body.getBytes(StandardCharsets.UTF_8), place(row));
        } else {
            row.body = body;
        }
        return row;
    }

    StoredObject object(ObjectRow row, @Nullable StatusRow status) {
        return new StoredObject(
                row.key.id(),
                row.uid.toString(),
                row.revision,
                row.generation,
                row.created,
                new Manifest(json(body(row))),
                status == null ? null : status(status));
    }

    ChangeRow row(Change change, Author author, Instant now) {
        StoredObject object = SecretTombstone.of(change.object());
        ChangeRow row = new ChangeRow();
        row.key = new ChangeKey(change.revision(), ObjectKey.of(object.id()));
        row.type = change.type();
        row.uid = UUID.fromString(object.uid());
        row.objectRevision = object.revision();
        row.generation = object.generation();
        row.created = object.created();
        row.body = isSecret(object) && change.type() != Change.Type.DELETED
                ? null
                : text(object.manifest().json());
        row.author = author.name();
        row.at = now;
        return row;
    }

    /**
     * Completes a line of the history.
     *
     * @param current the object as it is, where this change made it so
     * @return empty for what a Secret was before its last change
     */
    Optional<Change> change(ChangeRow row, @Nullable ObjectRow current, @Nullable StatusRow status) {
        @Nullable String body = row.body != null ? row.body : current != null ? body(current) : null;
        if (body == null) {
            return Optional.empty();
        }
        return Optional.of(new Change(
                row.type,
                row.key.revision(),
                new StoredObject(
                        row.key.object().id(),
                        row.uid.toString(),
                        row.objectRevision,
                        row.generation,
                        row.created,
                        new Manifest(json(body)),
                        status == null ? null : status(status))));
    }

    static Status status(StatusRow row) {
        return new Status(json(row.body));
    }

    static String text(ObjectNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this object cannot be written as JSON", e);
        }
    }

    private String body(ObjectRow row) {
        if (row.body != null) {
            return row.body;
        }
        if (row.sealed == null) {
            throw new IllegalStateException(row.key + " has no body");
        }
        return new String(encryption.open(row.sealed, place(row)), StandardCharsets.UTF_8);
    }

    private static ObjectNode json(String body) {
        try {
            return (ObjectNode) JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database holds JSON that cannot be read", e);
        }
    }

    private static boolean isSecret(StoredObject object) {
        return object.id().kind() == Kind.SECRET;
    }

    /** Neither another row's secret nor an older one of the same row opens here. */
    private static String place(ObjectRow row) {
        return "objects/" + row.uid + "/" + row.revision;
    }
}
