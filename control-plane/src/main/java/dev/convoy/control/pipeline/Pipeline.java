package dev.convoy.control.pipeline;

import dev.convoy.control.planning.Planner;
import dev.convoy.control.status.Statuses;
import dev.convoy.model.FleetModel;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.registry.store.ObjectStore;
import dev.convoy.registry.store.StoreException;
import dev.convoy.xds.delivery.Deliveries;
import dev.convoy.xds.snapshot.Snapshots;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The whole story: observe → plan → translate → publish, and status, the same road backwards.
 *
 * <p>A change in the store is worked on at once; what comes meanwhile is taken together in the next round. Hints of the store may be
 * lost, so it is also asked every second. Serving goes on with what was published last, whatever fails here.
 */
public final class Pipeline implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Pipeline.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    /** A thousand Envoys acknowledge one after the other, and each time one has, there is something to tell. */
    private static final Duration BETWEEN_STATUSES = Duration.ofMillis(50);

    private final Observation observation;
    private final Addresses addresses;
    private final Planning planning = new Planning(new Planner()::plan);
    private final Publication publication;
    private final StatusWriting statuses;

    private final Loop following = new Loop("pipeline", Duration.ZERO, POLL, this::follow);
    private final Loop telling = new Loop("status", BETWEEN_STATUSES, POLL, this::tell);
    private final ObjectStore store;
    private final Consumer<FleetModel> observer;
    private long published;

    /** @param observer told of every state of the fleet before it is planned */
    public Pipeline(
            ObjectStore store,
            Snapshots snapshots,
            Deliveries deliveries,
            Consumer<FleetModel> observer,
            InstantSource clock) {
        this.store = store;
        this.observer = observer;
        this.observation = new Observation(store);
        this.addresses = new Addresses(store);
        this.publication = new Publication(snapshots, deliveries);
        this.statuses = new StatusWriting(store, publication, clock);
        deliveries.onChange(group -> {
            statuses.delivered(group.member());
            telling.hint();
        });
    }

    /**
     * Publishes what the store holds, then follows it. A fault of ours in there does not keep the hub from starting: Envoys are told
     * nothing until their member is published, and the API is needed to take back what brought the fault to light.
     *
     * @throws StoreException where the store cannot be read
     */
    public void start() {
        addresses.load();
        try {
            follow();
        } catch (StoreException unreadable) {
            throw unreadable;
        } catch (RuntimeException ours) {
            LOG.error("The fleet could not be planned; every Envoy keeps what it has", ours);
        }
        store.onCommit(following::hint);
        following.start();
        telling.start();
    }

    private void follow() {
        if (!observation.catchUp()) {
            following.hint();
        }
        long edition = observation.edition();
        if (edition == published) {
            return;
        }
        FleetModel fleet = observation.model();
        observer.accept(fleet);
        GatewayAddresses settled = addresses.settle(fleet);
        FleetPlan plan = planning.plan(fleet, settled);
        publication.publish(plan);
        published = edition;
        statuses.judged(new Statuses(fleet, plan.with(observation.unreadable())));
        telling.hint();
    }

    private void tell() {
        statuses.write();
    }

    @Override
    public void close() {
        following.close();
        telling.close();
    }
}
