package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Speaks state of the world. */
final class SotwEnvoy extends ModelEnvoy {
    private final Map<ResourceType, String> versions = new EnumMap<>(ResourceType.class);
    private final Set<ResourceKey> accepted = new HashSet<>();

    /** What it wanted no more, and has not got since; its versions may stand for it all the same. */
    private final Set<ResourceKey> dropped = new HashSet<>();

    private final Map<ResourceType, String> nonces = new EnumMap<>(ResourceType.class);

    SotwEnvoy(String node, Answers answers, Random random) {
        super(node, answers, random);
    }

    @Override
    void connect() {
        nonces.clear();
        accepted.clear();
        for (ResourceType type : ResourceType.values()) {
            if (asks(type)) {
                outbox.add(request(type, null));
            }
        }
    }

    /** Where it wants again what it dropped, it would say that it has it, and no server could know: it dies instead. */
    @Override
    void disconnect() {
        super.disconnect();
        if (dropped.stream().anyMatch(key -> names(key.type()).contains(key.name()))) {
            die();
        }
    }

    @Override
    void say(ResourceType type, Set<String> added, Set<String> removed) {
        removed.forEach(name -> dropped.add(new ResourceKey(type, name)));
        outbox.add(request(type, null));
    }

    @Override
    void sayScopes() {
        if (isScoped()) {
            outbox.add(request(ResourceType.SCOPES, null));
        }
    }

    @Override
    Request answer(Response response, @Nullable String error) {
        nonces.put(response.type(), response.nonce());
        return request(response.type(), error);
    }

    @Override
    void forget() {
        versions.clear();
        dropped.clear();
    }

    @Override
    void record(Response response) {
        if (asks(response.type()) || response.resources().isEmpty()) {
            versions.put(response.type(), response.version());
            response.resources().forEach(resource -> {
                accepted.add(resource.key());
                dropped.remove(resource.key());
            });
        }
    }

    @Override
    Set<String> removedBy(Response response) {
        var removed = new HashSet<String>();
        if (Wildcards.areUsual(response.type())) {
            removed.addAll(of(response.type()).keySet());
            response.resources().forEach(resource -> removed.remove(resource.name()));
        }
        return removed;
    }

    @Override
    boolean canBeKept(ResourceKey key) {
        return accepted.contains(key);
    }

    private Request request(ResourceType type, @Nullable String error) {
        return new Request.Sotw(
                type,
                versions.getOrDefault(type, ""),
                Names.of(List.copyOf(names(type))),
                nonces.getOrDefault(type, ""),
                error);
    }
}
