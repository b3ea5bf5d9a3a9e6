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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Follows the store: the model as of the last revision read, and a verdict for what could not be read. Loaded whole once, then kept up
 * by the feed of changes. Used by one thread.
 */
final class Observation {
    private static final int CHANGES_AT_ONCE = 5_000;

    /** Then what was read goes out first: under steady writing there might never be an end to reading. */
    private static final int READINGS_AT_ONCE = 4;

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

    /**
     * Catches up with the store; where that fails midway, what was read until then stays read.
     *
     * @return whether the store was seen to have no more; where not, it is to be asked again at once
     */
    boolean catchUp() {
        if (revision == NOTHING_YET) {
            load();
            return true;
        }
        try {
            for (int reading = 0; reading < READINGS_AT_ONCE; reading++) {
                Changes changes = store.changesAfter(revision, CHANGES_AT_ONCE);
                apply(changes.changes());
                revision = changes.upTo();
                if (changes.changes().size() < CHANGES_AT_ONCE / 2) {
                    return true;
                }
            }
            return false;
        } catch (StoreException behind) {
            if (behind.code() != StoreException.Code.GONE) {
                throw behind;
            }
            load();
            return true;
        }
    }

    private void load() {
        ObjectStore.Listing everything = store.listAll();
        unreadable.clear();
        model = FleetModel.of(everything.items().stream()
                .flatMap(stored -> read(stored).stream())
                .toList());
        revision = everything.revision();
        edition++;
    }

    @SuppressWarnings("ReferenceEquality") // a model that does not change answers itself
    private void apply(List<Change> changes) {
        boolean judgedAnew = false;
        var put = new HashMap<ObjectId, FleetObject>();
        var removed = new HashSet<ObjectId>();
        for (Change change : changes) {
            ObjectId id = change.object().id();
            Verdict complaint = unreadable.remove(id);
            Optional<FleetObject> object =
                    change.type() == Change.Type.DELETED ? Optional.empty() : read(change.object());
            judgedAnew |= !Objects.equals(complaint, unreadable.get(id));
            if (object.isPresent()) {
                put.put(id, object.get());
                removed.remove(id);
            } else {
                put.remove(id);
                removed.add(id);
            }
        }
        FleetModel before = model;
        model = before.with(put.values(), removed);
        if (judgedAnew || model != before) {
            edition++;
        }
    }

    private Optional<FleetObject> read(StoredObject stored) {
        return switch (reader.read(stored)) {
            case ReadResult.Read(FleetObject object) -> Optional.of(object);
            case ReadResult.Ignored _ -> Optional.empty();
            case ReadResult.Unreadable(ObjectId id, long generation, String reason) -> {
                var subject = new Verdict.Subject.Whole(id);
                unreadable.put(id, new Verdict(subject, generation, "Accepted", false, "Invalid", reason));
                yield Optional.empty();
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
