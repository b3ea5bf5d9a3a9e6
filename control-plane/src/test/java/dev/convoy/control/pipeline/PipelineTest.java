package dev.convoy.control.pipeline;

import static dev.convoy.control.pipeline.StoredFleet.SOMEBODY;
import static dev.convoy.control.pipeline.StoredFleet.TOKYO;
import static dev.convoy.control.pipeline.StoredFleet.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.convoy.control.status.GatewayDelivery;
import dev.convoy.model.FleetModel;
import dev.convoy.model.Kind;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.ChainPlan;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses.Holder;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.PortPlan;
import dev.convoy.registry.store.Manifest;
import dev.convoy.registry.store.ObjectStore;
import dev.convoy.registry.store.ObjectStore.Write;
import dev.convoy.registry.store.StoreException;
import dev.convoy.xds.delivery.Deliveries;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.Snapshots;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PipelineTest {
    private static final EnvoyGroup ENVOYS = new EnvoyGroup(TOKYO, EnvoyGroup.DEFAULT_POOL);

    private final StoredFleet fleet = new StoredFleet();
    private final ObjectStore store = fleet.store;
    private final Snapshots snapshots = new Snapshots();
    private final Deliveries deliveries = new Deliveries(Runnable::run);

    @Test
    void faultsOfOursNeitherKeepTheHubFromStartingNorStopIt() throws InterruptedException {
        fleet.register();
        var rounds = new AtomicInteger();
        var looked = new Semaphore(0);
        var sound = new CountDownLatch(1);
        Consumer<FleetModel> observer = _ -> {
            switch (rounds.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("a fault in the first round");
                case 2 -> {
                    looked.acquireUninterruptibly();
                    throw new StackOverflowError("a worse one in the next");
                }
                default -> sound.countDown();
            }
        };
        try (var pipeline = new Pipeline(store, snapshots, deliveries, observer, fleet.clock)) {
            pipeline.start();
            boolean published = snapshots.of(ENVOYS).newest().isPublished();
            looked.release();
            assertThat(published).isFalse();

            assertThat(sound.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(snapshots.of(ENVOYS).newest().isPublished()).isTrue();
    }

    @Test
    void aChangeThatWasReadJustBeforeTheStoreWentAwayIsNotLost() {
        var looks = new AtomicInteger();
        var observation = new Observation(fleet.failing("changesAfter", looks, 2));
        observation.catchUp();
        long before = observation.edition();
        fleet.register();
        writeMany("ns");

        assertThatThrownBy(observation::catchUp).isInstanceOf(StoreException.class);
        observation.catchUp();

        assertThat(looks.get()).isGreaterThan(2);
        assertThat(observation.edition()).isGreaterThan(before);
        assertThat(observation.model().member(TOKYO)).isPresent();
    }

    @Test
    void steadyWritingDoesNotKeepWhatWasReadFromGoingOut() {
        var looks = new AtomicInteger();
        var observation = new Observation(fleet.store((call, answer) -> {
            if (call.equals("changesAfter")) {
                writeMany("after-" + looks.incrementAndGet());
            }
            return answer;
        }));
        assertThat(observation.catchUp()).isTrue();
        writeMany("before");

        assertThat(observation.catchUp()).isFalse();

        assertThat(observation.model().all()).isNotEmpty();
        assertThat(looks.get()).isLessThan(10);
    }

    private void writeMany(String prefix) {
        store.commit(
                IntStream.range(0, 3_000)
                        .mapToObj(number -> new ObjectId(Tree.fleet(), Kind.NAMESPACE, "", prefix + "-" + number))
                        .<Write>map(id -> new Write.Create(id, new Manifest(new ObjectMapper().createObjectNode())))
                        .toList(),
                SOMEBODY);
    }

    @Test
    void anEditionIsNewOnlyWhereSomethingChanged() {
        var observation = new Observation(store);
        observation.catchUp();
        fleet.register();
        observation.catchUp();
        long before = observation.edition();

        observation.catchUp();

        assertThat(observation.edition()).isEqualTo(before);
    }

    @Test
    void aMemberWhosePlanComesBackToWhatItsEnvoysHaveIsNoFailureAnyMore() {
        var publication = new Publication(snapshots, deliveries);
        MemberPlan good = plan("127.0.0.2");
        MemberPlan contradictory = plan("127.0.0.2", "127.0.0.3");
        publication.publish(plan(good));

        publication.publish(plan(contradictory));
        assertThat(publication.of(TOKYO, WEB)).isInstanceOf(GatewayDelivery.Unpublished.class);

        publication.publish(plan(good));
        assertThat(publication.of(TOKYO, WEB)).isInstanceOf(GatewayDelivery.NoneConnected.class);
    }

    @Test
    void anAddressThatAnotherReplicaGaveToAGatewayWeDoNotKnowYetStays() {
        var observation = new Observation(store);
        var addresses = new Addresses(store);
        addresses.load();
        fleet.register();
        fleet.create(WEB, StoredFleet.gateway("[]"));
        observation.catchUp();
        var theirs = new Holder(TOKYO, new ObjectId(Tree.fleet(), Kind.GATEWAY, "edge", "newer"));
        store.assignAddress(theirs, "127.0.0.3");

        addresses.settle(observation.model());

        assertThat(store.addresses().assigned())
                .containsEntry(new Holder(TOKYO, WEB), "127.0.0.2")
                .containsEntry(theirs, "127.0.0.3");
    }

    @Test
    void theAddressOfAGatewayThatIsGoneIsFree() {
        var observation = new Observation(store);
        var addresses = new Addresses(store);
        fleet.register();
        fleet.create(WEB, StoredFleet.gateway("[]"));
        observation.catchUp();
        addresses.settle(observation.model());
        store.commit(List.of(new Write.Delete(WEB, null)), SOMEBODY);
        observation.catchUp();

        addresses.settle(observation.model());

        assertThat(store.addresses().assigned()).isEmpty();
    }

    /** One Gateway under each of the addresses, all of one name: more than one contradict each other. */
    private static MemberPlan plan(String... addresses) {
        var port = new PortPlan(80, List.of(new ChainPlan("", null, List.of())));
        List<GatewayPlan> gateways = List.of(addresses).stream()
                .map(address -> new GatewayPlan(WEB, address, List.of(port)))
                .toList();
        return new MemberPlan(TOKYO, gateways, List.of(), null);
    }

    private static FleetPlan plan(MemberPlan member) {
        return new FleetPlan(Map.of(TOKYO, member), List.of(), List.of());
    }
}
