package dev.convoy.control.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.control.status.GatewayDelivery;
import dev.convoy.control.status.Statuses;
import dev.convoy.model.FleetObject;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.registry.store.ObjectStore;
import dev.convoy.registry.store.Status;
import dev.convoy.registry.store.StoreException;
import dev.convoy.registry.store.StoredObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the statuses in the store as the latest plan and the deliveries demand. Looks only at the objects whose status may have to say
 * something else, writes only what differs, and never waits for anything that serves traffic.
 */
final class StatusWriting {
    private static final Logger LOG = Logger.getLogger(StatusWriting.class);

    private final ObjectStore store;
    private final GatewayDelivery.View deliveries;
    private final InstantSource clock;
    private final Map<ObjectId, Known> known = new HashMap<>();
    private final Set<MemberId> delivered = ConcurrentHashMap.newKeySet();
    private volatile Statuses latest = Statuses.NONE;
    private Statuses told = Statuses.NONE;
    private long point;
    /** What is still to be told. It stays here until it is, also where the store is away. */
    private final SortedSet<ObjectId> due = new TreeSet<>();

    /** A status, and of which object of its name: one that is deleted and made anew begins without. */
    private record Known(Instant created, Status status) {}

    StatusWriting(ObjectStore store, GatewayDelivery.View deliveries, InstantSource clock) {
        this.store = store;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    void judged(Statuses statuses) {
        latest = statuses;
    }

    /** Something came to the Envoys of that member, or was refused there. */
    void delivered(MemberId member) {
        delivered.add(member);
    }

    void write() {
        Statuses statuses = latest;
        learnWhatWasWritten();
        due.addAll(statuses.differences(told));
        told = statuses;
        for (MemberId member : Set.copyOf(delivered)) {
            delivered.remove(member);
            due.addAll(statuses.toldBy(member));
        }
        while (!due.isEmpty()) {
            ObjectId id = due.getFirst();
            try {
                tell(statuses, id);
            } catch (StoreException away) {
                throw away;
            } catch (RuntimeException ours) {
                LOG.errorf(ours, "The status of %s could not be told", id);
            }
            due.remove(id);
        }
    }

    private void tell(Statuses statuses, ObjectId id) {
        Optional<FleetObject> object = statuses.model().find(id);
        Status last = last(id, object);
        ObjectNode before = last == null ? JsonNodeFactory.instance.objectNode() : last.json();
        Optional<ObjectNode> json = statuses.of(id, deliveries, before, clock.instant());
        if (json.isEmpty() && object.isEmpty()) {
            known.remove(id);
        }
        json.map(Status::new).filter(status -> !status.sameAs(last)).ifPresent(status -> put(id, object, status));
    }

    private @Nullable Status last(ObjectId id, Optional<FleetObject> object) {
        Known last = known.get(id);
        boolean ofAnother = last != null
                && object.stream().anyMatch(now -> !now.meta().created().equals(last.created));
        return last == null || ofAnother ? null : last.status;
    }

    /** What agents and other controllers wrote: what they signed must survive ours. */
    private void learnWhatWasWritten() {
        ObjectStore.StatusChanges changes = store.statusesAfter(point);
        for (ObjectId id : changes.changed()) {
            StoredObject object = store.find(id).orElse(null);
            Status status = object == null ? null : object.status();
            if (object == null || status == null) {
                known.remove(id);
                due.add(id);
            } else {
                Known before = known.put(id, new Known(object.created(), status));
                if (before == null || !before.created.equals(object.created()) || !status.sameAs(before.status)) {
                    due.add(id);
                }
            }
        }
        point = changes.upTo();
    }

    private void put(ObjectId id, Optional<FleetObject> object, Status status) {
        try {
            store.putStatus(id, status);
            object.ifPresent(now -> known.put(id, new Known(now.meta().created(), status)));
        } catch (StoreException failure) {
            if (failure.code() != StoreException.Code.NOT_FOUND) {
                throw failure;
            }
            known.remove(id); // deleted meanwhile
        }
    }
}
