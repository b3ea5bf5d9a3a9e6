package dev.convoy.control.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.control.status.GatewayDelivery;
import dev.convoy.control.status.Statuses;
import dev.convoy.model.FleetModel;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.FleetPlan;
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
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the statuses in the store as the latest plan and the deliveries demand. Writes only what differs, and never waits for anything
 * that serves traffic.
 */
final class StatusWriting {
    private final ObjectStore store;
    private final GatewayDelivery.View deliveries;
    private final InstantSource clock;
    private final Map<ObjectId, Known> known = new HashMap<>();
    private Set<ObjectId> told = Set.of();
    private long point;
    private volatile @Nullable Judgement latest;
    /** Whether there may be something to tell: a fleet in which nothing happens costs nothing. */
    private final AtomicBoolean due = new AtomicBoolean();

    /** What is to be told. */
    private record Judgement(FleetModel model, FleetPlan plan) {}

    /** A status, and of which object of its name: one that is deleted and made anew begins without. */
    private record Known(Instant created, Status status) {}

    StatusWriting(ObjectStore store, GatewayDelivery.View deliveries, InstantSource clock) {
        this.store = store;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    void judged(FleetModel model, FleetPlan plan) {
        latest = new Judgement(model, plan);
        due.set(true);
    }

    void delivered() {
        due.set(true);
    }

    void write() {
        Judgement judgement = latest;
        if (judgement == null) {
            return;
        }
        boolean others = learnWhatWasWritten();
        if (!due.getAndSet(false) && !others) {
            return;
        }
        try {
            write(judgement);
        } catch (RuntimeException unwritten) {
            due.set(true);
            throw unwritten;
        }
    }

    private void write(Judgement judgement) {
        FleetModel model = judgement.model;
        SortedMap<ObjectId, ObjectNode> statuses = Statuses.of(
                model,
                judgement.plan,
                deliveries,
                id -> Optional.ofNullable(last(model, id)).map(Status::json),
                clock.instant());
        told.stream()
                .filter(id -> !statuses.containsKey(id) && model.find(id).isEmpty())
                .forEach(known::remove);
        told = Set.copyOf(statuses.keySet());
        statuses.forEach((id, json) -> {
            Status status = new Status(json);
            if (!status.sameAs(last(model, id))) {
                put(id, status);
            }
        });
    }

    private @Nullable Status last(FleetModel model, ObjectId id) {
        Known last = known.get(id);
        if (last == null) {
            return null;
        }
        boolean ofAnother = model.find(id).stream()
                .anyMatch(object -> !object.meta().created().equals(last.created));
        return ofAnother ? null : last.status;
    }

    /** What we wrote ourselves, and what agents and other controllers did: what they signed must survive ours. */
    private boolean learnWhatWasWritten() {
        ObjectStore.StatusChanges changes = store.statusesAfter(point);
        for (ObjectId id : changes.changed()) {
            StoredObject object = store.find(id).orElse(null);
            Status status = object == null ? null : object.status();
            if (object == null || status == null) {
                known.remove(id);
            } else {
                known.put(id, new Known(object.created(), status));
            }
        }
        point = changes.upTo();
        return !changes.changed().isEmpty();
    }

    private void put(ObjectId id, Status status) {
        try {
            store.putStatus(id, status);
        } catch (StoreException failure) {
            if (failure.code() != StoreException.Code.NOT_FOUND) {
                throw failure;
            }
            known.remove(id); // deleted meanwhile
        }
    }
}
