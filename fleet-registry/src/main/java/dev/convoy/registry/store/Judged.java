package dev.convoy.registry.store;

import dev.convoy.model.ObjectId;
import dev.convoy.registry.store.ObjectStore.Change;
import dev.convoy.registry.store.ObjectStore.Write;
import dev.convoy.registry.store.WriteJudge.Judgement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The objects as commit after commit leaves them, until all is written at once. */
final class Judged {
    /** A change and who made it. */
    record Authored(Change change, ObjectStore.Author author) {}

    private final Map<ObjectId, StoredObject> before;
    private final Map<ObjectId, StoredObject> after;
    private final List<Authored> changes = new ArrayList<>();
    private final Instant now;
    private long revision;

    Judged(long revision, Map<ObjectId, StoredObject> before, Instant now) {
        this.revision = revision;
        this.before = before;
        this.after = new HashMap<>(before);
        this.now = now;
    }

    /** The objects as this commit leaves them, under a revision of its own; or its {@link StoreException}, and nothing has happened. */
    List<StoredObject> apply(List<Write> writes, ObjectStore.Author author) {
        Judgement judgement = WriteJudge.judge(writes, after::get, revision + 1, now);
        if (!judgement.changes().isEmpty()) {
            revision++;
            judgement.changes().forEach(this::apply);
            judgement.changes().forEach(change -> changes.add(new Authored(change, author)));
        }
        return judgement.results();
    }

    private void apply(Change change) {
        if (change.type() == Change.Type.DELETED) {
            after.remove(change.object().id());
        } else {
            after.put(change.object().id(), change.object());
        }
    }

    long revision() {
        return revision;
    }

    Instant now() {
        return now;
    }

    List<Authored> changes() {
        return changes;
    }

    List<StoredObject> added() {
        return after.values().stream()
                .filter(object -> !before.containsKey(object.id()))
                .toList();
    }

    List<StoredObject> modified() {
        return after.values().stream()
                .filter(object -> {
                    StoredObject earlier = before.get(object.id());
                    return earlier != null && earlier.revision() != object.revision();
                })
                .toList();
    }

    List<StoredObject> gone() {
        return before.values().stream()
                .filter(object -> !after.containsKey(object.id()))
                .toList();
    }

    /** Whose status is void: of the objects that are gone, and of those that others of their name have replaced. */
    List<StoredObject> ended() {
        return before.values().stream()
                .filter(object -> {
                    StoredObject later = after.get(object.id());
                    return later == null || !later.uid().equals(object.uid());
                })
                .toList();
    }
}
