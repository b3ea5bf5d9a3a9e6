package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Speaks delta. */
final class DeltaEnvoy extends ModelEnvoy {
    private final Map<ResourceType, Map<String, String>> recorded = new EnumMap<>(ResourceType.class);
    private boolean hadNoScopes = true;

    DeltaEnvoy(String node, Answers answers, Random random) {
        super(node, answers, random);
    }

    @Override
    void connect() {
        hadNoScopes = !isScoped();
        for (ResourceType type : ResourceType.values()) {
            boolean wildcard = Wildcards.areUsual(type);
            if (asks(type)) {
                Map<String, String> claims = new HashMap<>(recorded.getOrDefault(type, Map.of()));
                if (!wildcard) {
                    claims.keySet().retainAll(names(type));
                }
                send(type, List.copyOf(names(type)), List.of(), claims, "", null);
            }
        }
    }

    @Override
    void say(ResourceType type, Set<String> added, Set<String> removed) {
        removed.forEach(recorded(type)::remove);
        send(type, List.copyOf(added), List.copyOf(removed), Map.of(), "", null);
    }

    @Override
    void sayScopes() {
        List<String> all = List.of(Subscription.WILDCARD);
        if (!isScoped()) {
            recorded(ResourceType.SCOPES).clear();
            send(ResourceType.SCOPES, List.of(), all, Map.of(), "", null);
        } else {
            // Only the first time on a stream does it say nothing to mean everything.
            send(ResourceType.SCOPES, hadNoScopes ? List.of() : all, List.of(), Map.of(), "", null);
        }
        hadNoScopes = false;
    }

    @Override
    Request answer(Response response, @Nullable String error) {
        return new Request.Delta(response.type(), Names.NONE, Names.NONE, Claims.NONE, response.nonce(), error);
    }

    @Override
    void forget() {
        recorded.clear();
    }

    @Override
    void record(Response response) {
        response.resources().stream()
                .filter(this::wants)
                .forEach(r -> recorded(response.type()).put(r.name(), r.version()));
        response.removed().forEach(recorded(response.type())::remove);
    }

    @Override
    Set<String> removedBy(Response response) {
        response.removed().forEach(recorded(response.type())::remove);
        return new HashSet<>(response.removed());
    }

    @Override
    boolean canBeKept(ResourceKey key) {
        return true;
    }

    private Map<String, String> recorded(ResourceType type) {
        return recorded.computeIfAbsent(type, t -> new HashMap<>());
    }

    private void send(
            ResourceType type,
            List<String> subscribe,
            List<String> unsubscribe,
            Map<String, String> claims,
            String nonce,
            @Nullable String error) {
        outbox.add(
                new Request.Delta(type, Names.of(subscribe), Names.of(unsubscribe), Claims.of(claims), nonce, error));
    }
}
