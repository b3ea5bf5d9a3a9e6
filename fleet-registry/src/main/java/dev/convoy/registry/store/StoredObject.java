package dev.convoy.registry.store;

import dev.convoy.model.ObjectId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One object as the store holds it.
 *
 * @param uid given once, when it was created
 * @param revision of its last change: its {@code resourceVersion}
 * @param generation counts the changes of anything but metadata and status, from 1
 * @param status null until somebody wrote one
 */
public record StoredObject(
        ObjectId id,
        String uid,
        long revision,
        long generation,
        Instant created,
        Manifest manifest,
        @Nullable Status status) {
    /** The same with another status. */
    public StoredObject withStatus(@Nullable Status now) {
        return new StoredObject(id, uid, revision, generation, created, manifest, now);
    }
}
