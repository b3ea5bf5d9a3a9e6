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
import org.jspecify.annotations.Nullable;

/**
 * Keeps the statuses in the store as the latest plan and the deliveries demand. Writes only what differs, and never waits for anything
 * that serves traffic.
 */
final class StatusWriting {
    private final ObjectStore store;
    private final GatewayDelivery.View deliveries;
    private final InstantSource clock;
    private final Map<ObjectId, ObjectNode> known = new HashMap<>();
    private long point;
    private volatile @Nullable Judgement latest;

    /** What is to be told. */
    private record Judgement(FleetModel model, FleetPlan plan) {}

    StatusWriting(ObjectStore store, GatewayDelivery.View deliveries, InstantSource clock) {
        this.store = store;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    void judged(FleetModel model, FleetPlan plan) {
        latest = new Judgement(model, plan);
    }

    void write() {
        Judgement judgement = latest;
        if (judgement == null) {
            return;
        }
        learnWhatOthersWrote();
        Instant now = clock.instant();
        Statuses.of(judgement.model, judgement.plan, deliveries, id -> Optional.ofNullable(known.get(id)), now)
                .forEach((id, status) -> {
                    if (!status.equals(known.get(id))) {
                        put(id, status);
                    }
                });
    }

    /** Agents and other controllers write statuses too; what they signed must survive ours. */
    private void learnWhatOthersWrote() {
        ObjectStore.StatusChanges changes = store.statusesAfter(point);
        for (ObjectId id : changes.changed()) {
            store.find(id)
                    .map(StoredObject::status)
                    .ifPresentOrElse(status -> known.put(id, status.json()), () -> known.remove(id));
        }
        point = changes.upTo();
    }

    private void put(ObjectId id, ObjectNode status) {
        try {
            store.putStatus(id, new Status(status));
            known.put(id, status);
        } catch (StoreException failure) {
            if (failure.code() != StoreException.Code.NOT_FOUND) {
                throw failure;
            }
            known.remove(id); // deleted meanwhile
        }
    }
}
