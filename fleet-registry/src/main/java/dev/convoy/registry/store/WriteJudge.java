package dev.convoy.registry.store;

import static dev.convoy.registry.store.StoreException.Code.ALREADY_EXISTS;
import static dev.convoy.registry.store.StoreException.Code.CONFLICT;
import static dev.convoy.registry.store.StoreException.Code.NOT_FOUND;

import dev.convoy.model.ObjectId;
import dev.convoy.registry.store.ObjectStore.Change;
import dev.convoy.registry.store.ObjectStore.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Judges what a write makes of the object it meets. Pure, so that every store judges alike. */
final class WriteJudge {
    private WriteJudge() {}

    /** What the writes of one commit come to: the objects as they are afterwards, and the changes, of which there may be none. */
    record Judgement(List<StoredObject> results, List<Change> changes) {}

    /**
     * Judges one commit, or throws what its author is to be told.
     *
     * @param current the objects as they are; null for none
     * @param revision the one that the changes get
     */
    static Judgement judge(
            List<Write> writes, Function<ObjectId, @Nullable StoredObject> current, long revision, Instant now) {
        List<StoredObject> results = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (Write write : writes) {
            @Nullable StoredObject before = current.apply(write.id());
            Optional<Change> change = judge(write, before, revision, now);
            change.ifPresent(changes::add);
            change.map(Change::object).or(() -> Optional.ofNullable(before)).ifPresent(results::add);
        }
        return new Judgement(List.copyOf(results), List.copyOf(changes));
    }

    /** Empty where nothing changes. */
    private static Optional<Change> judge(Write write, @Nullable StoredObject current, long revision, Instant now) {
        return switch (write) {
            case Write.Create(ObjectId id, Manifest manifest) -> {
                if (current != null) {
                    throw new StoreException(
                            ALREADY_EXISTS,
                            id + " exists already, at revision " + current.revision() + "; replace it instead");
                }
                yield added(id, manifest, revision, now);
            }
            case Write.Replace(ObjectId id, Manifest manifest, Long expected) ->
                modified(expected(id, current, expected), manifest, revision);
            case Write.Put(ObjectId id, Manifest manifest) ->
                current == null ? added(id, manifest, revision, now) : modified(current, manifest, revision);
            case Write.Delete(ObjectId id, Long expected) ->
                Optional.of(new Change(Change.Type.DELETED, revision, expected(id, current, expected)));
        };
    }

    /** Refuses what the caller should have: an object written twice, of which a reader could see either, and a name that none can have. */
    static void requireSound(List<Write> writes) {
        Set<ObjectId> seen = new HashSet<>();
        for (Write write : writes) {
            if (!seen.add(write.id())) {
                throw new IllegalArgumentException(
                        write.id() + " is written twice in one commit; state its last form once");
            }
            if ((write instanceof Write.Create || write instanceof Write.Put) && hasNul(write.id())) {
                throw new IllegalArgumentException("a name holds a NUL character; none may");
            }
        }
    }

    private static boolean hasNul(ObjectId id) {
        return (id.tree() + id.namespace() + id.name()).indexOf('\0') >= 0;
    }

    private static Optional<Change> added(ObjectId id, Manifest manifest, long revision, Instant now) {
        return Optional.of(new Change(
                Change.Type.ADDED,
                revision,
                new StoredObject(id, UUID.randomUUID().toString(), revision, 1, now, manifest, null)));
    }

    private static Optional<Change> modified(StoredObject current, Manifest manifest, long revision) {
        if (manifest.sameAs(current.manifest())) {
            return Optional.empty();
        }
        long generation =
                manifest.sameButMetadata(current.manifest()) ? current.generation() : current.generation() + 1;
        return Optional.of(new Change(
                Change.Type.MODIFIED,
                revision,
                new StoredObject(
                        current.id(),
                        current.uid(),
                        revision,
                        generation,
                        current.created(),
                        manifest,
                        current.status())));
    }

    private static StoredObject expected(ObjectId id, @Nullable StoredObject current, @Nullable Long expected) {
        if (current == null) {
            throw new StoreException(NOT_FOUND, id + " does not exist");
        }
        if (expected != null && expected != current.revision()) {
            throw new StoreException(
                    CONFLICT, id + " changed meanwhile: it is at revision " + current.revision() + ", not " + expected);
        }
        return current;
    }
}
