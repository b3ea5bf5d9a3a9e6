package dev.convoy.control.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.registry.store.InMemoryObjectStore;
import dev.convoy.registry.store.Manifest;
import dev.convoy.registry.store.ObjectStore;
import dev.convoy.registry.store.ObjectStore.Author;
import dev.convoy.registry.store.ObjectStore.Write;
import dev.convoy.registry.store.Status;
import dev.convoy.registry.store.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A store in memory, the time of day that it knows, and what a test puts into it. */
final class StoredFleet {
    static final Author SOMEBODY = new Author("somebody");
    static final MemberId TOKYO = new MemberId("tokyo");
    static final ObjectId WEB = new ObjectId(Tree.fleet(), Kind.GATEWAY, "edge", "web");

    private Instant now = Instant.parse("2026-11-25T12:00:00Z");
    final InstantSource clock = () -> now;
    final InMemoryObjectStore store = new InMemoryObjectStore(clock);

    void pass(int millis) {
        now = now.plusMillis(millis);
    }

    void register() {
        create(new ObjectId(Tree.fleet(), Kind.MEMBERSHIP, "", TOKYO.name()), """
                {"apiVersion": "fleet.convoy.dev/v1alpha1", "kind": "Membership", "metadata": {"name": "tokyo"},
                 "spec": {"gatewayAddresses": ["127.0.0.2"]}}""");
    }

    static String gateway(String listeners) {
        return """
                {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
                 "metadata": {"name": "web", "namespace": "edge"},
                 "spec": {"gatewayClassName": "convoy-mc", "listeners": %s}}""".formatted(listeners);
    }

    void create(ObjectId id, String json) {
        store.commit(List.of(new Write.Create(id, new Manifest(json(json)))), SOMEBODY);
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(text, wrong);
        }
    }

    Optional<Status> status(ObjectId id) {
        return store.find(id).map(object -> Objects.requireNonNull(object.status()));
    }

    /** The store, away when one of its methods is called for the given time. */
    ObjectStore failing(String method, AtomicInteger calls, int time) {
        return store((call, answer) -> {
            if (call.equals(method) && calls.incrementAndGet() == time) {
                throw new StoreException(StoreException.Code.UNAVAILABLE, "away");
            }
            return answer;
        });
    }

    /** The store, with what becomes of each method's answer. */
    ObjectStore store(BiFunction<String, @Nullable Object, @Nullable Object> after) {
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
