package dev.convoy.control.pipeline;

import dev.convoy.model.FleetModel;
import dev.convoy.model.FleetObject;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.Verdict;
import dev.convoy.registry.read.ReadResult;
import dev.convoy.registry.read.Reader;
import dev.convoy.registry.store.ObjectStore;
import dev.convoy.registry.store.ObjectStore.Change;
import dev.convoy.registry.store.ObjectStore.Changes;
import dev.convoy.registry.store.StoreException;
import dev.convoy.registry.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Follows the store: the model as of the last revision read, and a verdict for what could not be read. Loaded whole once, then kept up
 * by the feed of changes. Used by one thread.
 */
final class Observation {
    private static final int CHANGES_AT_ONCE = 5_000;
    private static final long NOTHING_YET = -1;

    private final ObjectStore store;
    private final Reader reader = new Reader();
    private final Map<ObjectId, Verdict> unreadable = new TreeMap<>();
    private FleetModel model = FleetModel.empty();
    private long revision = NOTHING_YET;
    private long edition;

    Observation(ObjectStore store) {
        this.store = store;
    }

    /** Catches up with the store. Where that fails midway, what was read until then stays read. */
    void catchUp() {
        if (revision == NOTHING_YET) {
            load();
            return;
        }
        try {
            Changes changes;
            do {
                changes = store.changesAfter(revision, CHANGES_AT_ONCE);
                apply(changes.changes());
                revision = changes.upTo();
                // Until none is left would be for ever under steady writing.
            } while (changes.changes().size() >= CHANGES_AT_ONCE / 2);
        } catch (StoreException behind) {
            if (behind.code() != StoreException.Code.GONE) {
                throw behind;
            }
            load();
        }
    }

    private void load() {
        ObjectStore.Listing everything = store.listAll();
        unreadable.clear();
        var objects = new ArrayList<FleetObject>();
        everything.items().forEach(stored -> read(stored, objects));
        model = FleetModel.of(objects);
        revision = everything.revision();
        edition++;
    }

    @SuppressWarnings("ReferenceEquality") // a model that does not change answers itself
    private void apply(List<Change> changes) {
        boolean judgedAnew = false;
        var put = new ArrayList<FleetObject>();
        var removed = new ArrayList<ObjectId>();
        for (Change change : changes) {
            ObjectId id = change.object().id();
            Verdict complaint = unreadable.remove(id);
            boolean readable = change.type() != Change.Type.DELETED && read(change.object(), put);
            judgedAnew |= !Objects.equals(complaint, unreadable.get(id));
            if (!readable) {
                put.removeIf(object -> object.id().equals(id));
                removed.add(id);
            } else {
                removed.remove(id);
            }
        }
        FleetModel before = model;
        model = before.with(put, removed);
        if (judgedAnew || model != before) {
            edition++;
        }
    }

    private boolean read(StoredObject stored, List<FleetObject> into) {
        return switch (reader.read(stored)) {
            case ReadResult.Read(FleetObject object) -> into.add(object);
            case ReadResult.Ignored _ -> false;
            case ReadResult.Unreadable(ObjectId id, long generation, String reason) -> {
                var subject = new Verdict.Subject.Whole(id);
                unreadable.put(id, new Verdict(subject, generation, "Accepted", false, "Invalid", reason));
                yield false;
            }
        };
    }

    FleetModel model() {
        return model;
    }

    /** Grows whenever the model, or what is unreadable, changes. */
    long edition() {
        return edition;
    }

    List<Verdict> unreadable() {
        return List.copyOf(unreadable.values());
    }
}
