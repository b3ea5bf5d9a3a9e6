package dev.convoy.control.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.control.planning.Planner;
import dev.convoy.control.status.GatewayDelivery;
import dev.convoy.model.FleetModel;
import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.ChainPlan;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.GatewayAddresses.Holder;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.PortPlan;
import dev.convoy.registry.store.InMemoryObjectStore;
import dev.convoy.registry.store.Manifest;
import dev.convoy.registry.store.ObjectStore;
import dev.convoy.registry.store.ObjectStore.Author;
import dev.convoy.registry.store.ObjectStore.Write;
import dev.convoy.registry.store.Status;
import dev.convoy.registry.store.StoreException;
import dev.convoy.registry.store.StoredObject;
import dev.convoy.xds.delivery.Deliveries;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.Snapshots;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PipelineTest {
    private static final Author SOMEBODY = new Author("somebody");
    private static final MemberId TOKYO = new MemberId("tokyo");
    private static final EnvoyGroup ENVOYS = new EnvoyGroup(TOKYO, EnvoyGroup.DEFAULT_POOL);
    private static final ObjectId WEB = new ObjectId(Tree.fleet(), Kind.GATEWAY, "edge", "web");

    private Instant now = Instant.parse("2026-11-25T12:00:00Z");
    private final InstantSource clock = () -> now;
    private final InMemoryObjectStore store = new InMemoryObjectStore(clock);
    private final Snapshots snapshots = new Snapshots();
    private final Deliveries deliveries = new Deliveries(Runnable::run);

    @Test
    void faultsOfOursNeitherKeepTheHubFromStartingNorStopIt() throws InterruptedException {
        register();
        var rounds = new AtomicInteger();
        var sound = new CountDownLatch(1);
        Consumer<FleetModel> observer = _ -> {
            switch (rounds.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("a fault in the first round");
                case 2 -> throw new StackOverflowError("a worse one in the next");
                default -> sound.countDown();
            }
        };
        try (var pipeline = new Pipeline(store, snapshots, deliveries, observer, clock)) {
            pipeline.start();
            assertThat(snapshots.of(ENVOYS).newest().isPublished()).isFalse();

            assertThat(sound.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(snapshots.of(ENVOYS).newest().isPublished()).isTrue();
    }

    @Test
    void aChangeThatWasReadJustBeforeTheStoreWentAwayIsNotLost() {
        var looks = new AtomicInteger();
        var observation = new Observation(failing("changesAfter", looks, 2));
        observation.catchUp();
        long before = observation.edition();
        register();
        store.commit(
                IntStream.range(0, 3_000)
                        .mapToObj(number -> new ObjectId(Tree.fleet(), Kind.NAMESPACE, "", "ns-" + number))
                        .<Write>map(id -> new Write.Create(id, new Manifest(new ObjectMapper().createObjectNode())))
                        .toList(),
                SOMEBODY);

        assertThatThrownBy(observation::catchUp).isInstanceOf(StoreException.class);
        observation.catchUp();

        assertThat(looks.get()).isGreaterThan(2);
        assertThat(observation.edition()).isGreaterThan(before);
        assertThat(observation.model().member(TOKYO)).isPresent();
    }

    @Test
    void anEditionIsNewOnlyWhereSomethingChanged() {
        var observation = new Observation(store);
        observation.catchUp();
        register();
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
        publication.publish(fleet(good));

        publication.publish(fleet(contradictory));
        assertThat(publication.of(TOKYO, WEB)).isInstanceOf(GatewayDelivery.Unpublished.class);

        publication.publish(fleet(good));
        assertThat(publication.of(TOKYO, WEB)).isInstanceOf(GatewayDelivery.NoneConnected.class);
    }

    @Test
    void aGatewayThatWasDeletedAndMadeAnewGetsItsStatusAgain() {
        var observation = new Observation(store);
        var statuses = new StatusWriting(store, new Publication(snapshots, deliveries), clock);
        register();
        create(WEB, gateway("[]"));
        tell(observation, statuses);
        Status first = status(WEB).orElseThrow();

        store.commit(List.of(new Write.Delete(WEB, null)), SOMEBODY);
        now = now.plusMillis(1);
        create(WEB, gateway("[]"));
        tell(observation, statuses);

        assertThat(status(WEB)).contains(first);
    }

    /** PostgreSQL gives back numbers of another width than they were given. */
    @Test
    void whatTheStoreGivesBackIsNotWrittenAgain() {
        var writes = new AtomicInteger();
        ObjectStore parsing = store((call, answer) -> {
            if (call.equals("putStatus")) {
                writes.incrementAndGet();
            }
            return answer instanceof Optional<?> found
                    ? found.map(object -> parsedAgain((StoredObject) object))
                    : answer;
        });
        var observation = new Observation(store);
        var statuses = new StatusWriting(parsing, new Publication(snapshots, deliveries), clock);
        register();
        create(WEB, gateway("[]"));
        tell(observation, statuses);
        int written = writes.get();

        tell(observation, statuses);

        assertThat(written).isPositive();
        assertThat(writes).hasValue(written);
    }

    private static StoredObject parsedAgain(StoredObject object) {
        Status status = object.status();
        return status == null
                ? object
                : object.withStatus(new Status(json(status.json().toString())));
    }

    @Test
    void whatCannotBeReadIsToldOnTheObjectItself() {
        var observation = new Observation(store);
        var statuses = new StatusWriting(store, new Publication(snapshots, deliveries), clock);
        create(WEB, gateway("\"none\""));

        tell(observation, statuses);

        Status told = status(WEB).orElseThrow();
        assertThat(told.json().at("/conditions/0/message").asText()).contains("spec.listeners");
        now = now.plusSeconds(1);
        tell(observation, statuses);
        assertThat(status(WEB)).contains(told);
    }

    @Test
    void anAddressThatAnotherReplicaGaveToAGatewayWeDoNotKnowYetStays() {
        var observation = new Observation(store);
        var addresses = new Addresses(store);
        addresses.load();
        register();
        create(WEB, gateway("[]"));
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
        register();
        create(WEB, gateway("[]"));
        observation.catchUp();
        addresses.settle(observation.model());
        store.commit(List.of(new Write.Delete(WEB, null)), SOMEBODY);
        observation.catchUp();

        addresses.settle(observation.model());

        assertThat(store.addresses().assigned()).isEmpty();
    }

    private static void tell(Observation observation, StatusWriting statuses) {
        observation.catchUp();
        FleetPlan plan = new Planner().plan(observation.model(), GatewayAddresses.NONE);
        statuses.judged(observation.model(), plan.with(observation.unreadable()));
        statuses.write();
    }

    private void register() {
        create(new ObjectId(Tree.fleet(), Kind.MEMBERSHIP, "", TOKYO.name()), """
                {"apiVersion": "fleet.convoy.dev/v1alpha1", "kind": "Membership", "metadata": {"name": "tokyo"},
                 "spec": {"gatewayAddresses": ["127.0.0.2"]}}""");
    }

    private static String gateway(String listeners) {
        return """
                {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
                 "metadata": {"name": "web", "namespace": "edge"},
                 "spec": {"gatewayClassName": "convoy-mc", "listeners": %s}}""".formatted(listeners);
    }

    private void create(ObjectId id, String json) {
        store.commit(List.of(new Write.Create(id, new Manifest(json(json)))), SOMEBODY);
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(text, wrong);
        }
    }

    private Optional<Status> status(ObjectId id) {
        return store.find(id).map(object -> Objects.requireNonNull(object.status()));
    }

    /** One Gateway under each of the addresses, all of one name: more than one contradict each other. */
    private static MemberPlan plan(String... addresses) {
        var port = new PortPlan(80, List.of(new ChainPlan("", null, List.of())));
        List<GatewayPlan> gateways = List.of(addresses).stream()
                .map(address -> new GatewayPlan(WEB, address, List.of(port)))
                .toList();
        return new MemberPlan(TOKYO, gateways, List.of(), null);
    }

    private static FleetPlan fleet(MemberPlan member) {
        return new FleetPlan(Map.of(TOKYO, member), List.of(), List.of());
    }

    /** The store, away when one of its methods is called for the given time. */
    private ObjectStore failing(String method, AtomicInteger calls, int time) {
        return store((call, answer) -> {
            if (call.equals(method) && calls.incrementAndGet() == time) {
                throw new StoreException(StoreException.Code.UNAVAILABLE, "away");
            }
            return answer;
        });
    }

    /** The store, with what becomes of each method's answer. */
    private ObjectStore store(BiFunction<String, @Nullable Object, @Nullable Object> after) {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (_, called, arguments) -> {
                    try {
                        return after.apply(called.getName(), called.invoke(store, arguments));
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }
}
