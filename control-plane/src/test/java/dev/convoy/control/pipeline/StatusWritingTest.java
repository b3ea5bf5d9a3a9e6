package dev.convoy.control.pipeline;

import static dev.convoy.control.pipeline.StoredFleet.SOMEBODY;
import static dev.convoy.control.pipeline.StoredFleet.TOKYO;
import static dev.convoy.control.pipeline.StoredFleet.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.control.planning.Planner;
import dev.convoy.control.status.GatewayDelivery;
import dev.convoy.control.status.Statuses;
import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.registry.store.Manifest;
import dev.convoy.registry.store.ObjectStore;
import dev.convoy.registry.store.ObjectStore.Write;
import dev.convoy.registry.store.Status;
import dev.convoy.registry.store.StoreException;
import dev.convoy.registry.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StatusWritingTest {
    private static final ObjectId MEMBER = new ObjectId(Tree.fleet(), Kind.MEMBERSHIP, "", TOKYO.name());
    private static final ObjectId SHOP = new ObjectId(Tree.fleet(), Kind.HTTP_ROUTE, "edge", "shop");

    private final StoredFleet fleet = new StoredFleet();
    private final ObjectStore store = fleet.store;
    private final Observation observation = new Observation(store);
    private final Planner planner = new Planner();
    private final Envoys envoys = new Envoys();

    /** How far a Gateway has come, and who was asked. */
    private static final class Envoys implements GatewayDelivery.View {
        private GatewayDelivery delivery = new GatewayDelivery.NoneConnected();
        private final List<String> asked = new ArrayList<>();

        @Override
        public GatewayDelivery of(MemberId member, ObjectId gateway) {
            asked.add(gateway.name());
            return delivery;
        }

        @Override
        public int connected(MemberId member) {
            asked.add(member.name());
            return 1;
        }
    }

    @Test
    void onlyWhatAChangeMayHaveChangedIsWrittenOrEvenLookedAt() {
        var statuses = statuses(store);
        everything();
        tell(statuses);
        assertThat(fleet.status(SHOP)).isPresent();
        envoys.asked.clear();

        fleet.create(new ObjectId(Tree.fleet(), Kind.HTTP_ROUTE, "edge", "late"), route("late", "nowhere"));
        tell(statuses);
        tell(statuses);

        assertThat(fleet.status(new ObjectId(Tree.fleet(), Kind.HTTP_ROUTE, "edge", "late")))
                .isPresent();
        assertThat(envoys.asked).isEmpty();
    }

    @Test
    void whatAnEnvoyAcknowledgedIsToldOnItsGatewaysAndItsMembership() {
        var statuses = statuses(store);
        everything();
        tell(statuses);
        envoys.asked.clear();
        envoys.delivery = new GatewayDelivery.Acknowledged(1);

        statuses.write();
        assertThat(envoys.asked).isEmpty();
        statuses.delivered(TOKYO);
        statuses.write();

        assertThat(envoys.asked).containsExactlyInAnyOrder("web", "tokyo");
        assertThat(fleet.status(WEB)
                        .orElseThrow()
                        .json()
                        .at("/conditions/1/reason")
                        .asText())
                .isEqualTo("Programmed");
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenWhenTheStoreIsBack() {
        var statuses = statuses(fleet.failing("putStatus", new AtomicInteger(), 2));
        everything();

        assertThatThrownBy(() -> tell(statuses)).isInstanceOf(StoreException.class);
        statuses.write();

        assertThat(List.of(MEMBER, WEB, SHOP))
                .allSatisfy(id -> assertThat(fleet.status(id)).isPresent());
    }

    @Test
    void whatWeSignedForARouteIsTakenBackWhenItLeavesUs() {
        var statuses = statuses(store);
        everything();
        tell(statuses);
        assertThat(fleet.status(SHOP).orElseThrow().json().path("parents")).hasSize(1);

        String elsewhere =
                route("shop", "web").replace("[{\"name\"", "[{\"group\": \"\", \"kind\": \"Service\", \"name\"");
        store.commit(List.of(new Write.Replace(SHOP, new Manifest(StoredFleet.json(elsewhere)), null)), SOMEBODY);
        tell(statuses);

        assertThat(fleet.status(SHOP).orElseThrow().json().path("parents")).isEmpty();
    }

    @Test
    void aGatewayThatWasDeletedAndMadeAnewGetsItsStatusAgain() {
        var statuses = statuses(store);
        fleet.register();
        fleet.create(WEB, StoredFleet.gateway("[]"));
        tell(statuses);
        Status first = fleet.status(WEB).orElseThrow();

        store.commit(List.of(new Write.Delete(WEB, null)), SOMEBODY);
        fleet.pass(1);
        fleet.create(WEB, StoredFleet.gateway("[]"));
        tell(statuses);

        assertThat(fleet.status(WEB)).contains(first);
    }

    /** PostgreSQL gives back numbers of another width than they were given. */
    @Test
    void whatTheStoreGivesBackIsNotWrittenAgain() {
        var writes = new AtomicInteger();
        ObjectStore parsing = fleet.store((call, answer) -> {
            if (call.equals("putStatus")) {
                writes.incrementAndGet();
            }
            return answer instanceof Optional<?> found
                    ? found.map(object -> parsedAgain((StoredObject) object))
                    : answer;
        });
        var statuses = statuses(parsing);
        fleet.register();
        fleet.create(WEB, StoredFleet.gateway("[]"));
        tell(statuses);
        int written = writes.get();

        tell(statuses);

        assertThat(written).isPositive();
        assertThat(writes).hasValue(written);
    }

    private static StoredObject parsedAgain(StoredObject object) {
        Status status = object.status();
        return status == null
                ? object
                : object.withStatus(new Status(StoredFleet.json(status.json().toString())));
    }

    @Test
    void whatCannotBeReadIsToldOnTheObjectItself() {
        var statuses = statuses(store);
        fleet.create(WEB, StoredFleet.gateway("\"none\""));

        tell(statuses);

        Status told = fleet.status(WEB).orElseThrow();
        assertThat(told.json().at("/conditions/0/message").asText()).contains("spec.listeners");
        fleet.pass(1_000);
        tell(statuses);
        assertThat(fleet.status(WEB)).contains(told);
    }

    private StatusWriting statuses(ObjectStore home) {
        return new StatusWriting(home, envoys, fleet.clock);
    }

    private void tell(StatusWriting statuses) {
        observation.catchUp();
        FleetPlan plan = planner.plan(observation.model(), GatewayAddresses.NONE);
        statuses.judged(new Statuses(observation.model(), plan.with(observation.unreadable())));
        statuses.write();
    }

    private void everything() {
        fleet.register();
        fleet.create(WEB, StoredFleet.gateway("[{\"name\": \"http\", \"port\": 80, \"protocol\": \"HTTP\"}]"));
        fleet.create(SHOP, route("shop", "web"));
    }

    private static String route(String name, String gateway) {
        return """
                {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
                 "metadata": {"name": "%s", "namespace": "edge"},
                 "spec": {"parentRefs": [{"name": "%s"}], "rules": [{}]}}""".formatted(name, gateway);
    }
}
