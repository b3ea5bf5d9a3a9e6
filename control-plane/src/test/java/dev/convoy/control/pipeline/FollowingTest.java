package dev.convoy.control.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.GatewayAddresses.Holder;
import dev.convoy.registry.store.InMemoryObjectStore;
import dev.convoy.registry.store.Manifest;
import dev.convoy.registry.store.ObjectStore.Author;
import dev.convoy.registry.store.ObjectStore.Write;
import dev.convoy.registry.store.StoredObject;
import dev.convoy.xds.delivery.Deliveries;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.Snapshots;
import dev.convoy.xds.translate.Names;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FollowingTest {
    private static final MemberId TOKYO = new MemberId("tokyo");
    private static final ObjectId MEMBERSHIP = new ObjectId(Tree.fleet(), Kind.MEMBERSHIP, "", "tokyo");

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final Snapshots snapshots = new Snapshots();
    private final Pipeline pipeline =
            new Pipeline(store, snapshots, new Deliveries(Runnable::run), _ -> {}, InstantSource.fixed(Instant.EPOCH));

    @BeforeEach
    void register() {
        put(MEMBERSHIP, """
                spec:
                  locality: {region: japan}
                  network: a
                  gatewayAddresses: [127.0.1.1, 127.0.1.2]
                """);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void everythingThatTheStoreHoldsIsPublishedWhenStartReturns() {
        gateway("web");

        pipeline.start();

        assertThat(listens("web")).isTrue();
    }

    @Test
    void aChangeIsPublishedAfterItIsCommitted() {
        pipeline.start();
        assertThat(listens("web")).isFalse();

        gateway("web");
        await(() -> listens("web"));

        store.commit(List.of(new Write.Delete(gatewayId("web"), null)), new Author("test"));
        await(() -> !listens("web"));
    }

    @Test
    void aGatewayKeepsItsAddressWhenOthersComeAndGo() {
        gateway("b");
        pipeline.start();
        String address = address("b");

        gateway("a");
        await(() -> listens("a"));
        assertThat(address("b")).isEqualTo(address);
        assertThat(address("a")).isNotEqualTo(address);
    }

    @Test
    void aStoreThatIsAwayTakesNothingFromTheEnvoysAndIsFollowedWhenItIsBack() {
        gateway("web");
        pipeline.start();

        store.goAway();
        sleep(Duration.ofMillis(600));
        assertThat(listens("web")).isTrue();

        store.comeBack();
        store.forgetHistory();
        gateway("more");
        await(() -> listens("more"));
        assertThat(listens("web")).isTrue();
    }

    @Test
    void whatBecameOfAnObjectIsWrittenIntoItsStatus() {
        gateway("web");
        pipeline.start();

        await(() -> condition("web", "Programmed").contains("no Envoy of tokyo is connected"));
        assertThat(condition("web", "Accepted")).startsWith("True");
        assertThat(store.find(MEMBERSHIP).orElseThrow().status()).isNotNull();
    }

    private boolean listens(String gateway) {
        var key = new ResourceKey(ResourceType.LISTENER, Names.listener(gatewayId(gateway), 8080));
        var snapshot =
                snapshots.of(new EnvoyGroup(TOKYO, EnvoyGroup.DEFAULT_POOL)).newest();
        return snapshot.isPublished() && snapshot.snapshot().get(key) != null;
    }

    private String address(String gateway) {
        return store.addresses().assigned().getOrDefault(new Holder(TOKYO, gatewayId(gateway)), "none");
    }

    private String condition(String gateway, String type) {
        return store.find(gatewayId(gateway))
                .map(StoredObject::status)
                .map(status -> {
                    for (JsonNode condition : status.json().path("conditions")) {
                        if (condition.path("type").asText().equals(type)) {
                            return condition.path("status").asText() + " "
                                    + condition.path("message").asText();
                        }
                    }
                    return "";
                })
                .orElse("");
    }

    private void gateway(String name) {
        put(gatewayId(name), """
                spec:
                  gatewayClassName: convoy-mc
                  listeners: [{name: http, port: 8080, protocol: HTTP}]
                """);
    }

    private static ObjectId gatewayId(String name) {
        return new ObjectId(Tree.fleet(), Kind.GATEWAY, "edge", name);
    }

    private void put(ObjectId id, String yaml) {
        try {
            ObjectNode json = (ObjectNode) new YAMLMapper().readTree(yaml);
            store.commit(List.of(new Write.Put(id, new Manifest(json))), new Author("test"));
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(yaml, wrong);
        }
    }

    private static void await(BooleanSupplier condition) {
        Instant limit = Instant.now().plusSeconds(10);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("it did not come").isBefore(limit);
            sleep(Duration.ofMillis(10));
        }
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
