package dev.convoy.control.api;

import dev.convoy.model.ObjectId;
import dev.convoy.registry.store.Manifest;
import dev.convoy.registry.store.StoredObject;
import java.time.Instant;
import java.util.UUID;

/** What a write would have made: {@code dryRun=All} answers it and stores nothing. */
final class DryRun {
    private static final long NO_REVISION = 0;

    private DryRun() {}

    static StoredObject created(ObjectId id, Manifest manifest) {
        return new StoredObject(id, UUID.randomUUID().toString(), NO_REVISION, 1, Instant.now(), manifest, null);
    }

    static StoredObject replaced(StoredObject before, Manifest manifest) {
        return new StoredObject(
                before.id(),
                before.uid(),
                before.revision(),
                before.generation(),
                before.created(),
                manifest,
                before.status());
    }
}
