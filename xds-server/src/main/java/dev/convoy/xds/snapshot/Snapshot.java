package dev.convoy.xds.snapshot;

import dev.convoy.model.PersistentMap;
import dev.convoy.model.Tally;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All serialized resources of one group at one moment. Immutable; what did not change is the same instance as in the one before. */
public final class Snapshot {
    static final Snapshot EMPTY = new Snapshot(
            Stream.of(ResourceType.values()).collect(Collectors.toMap(type -> type, _ -> ResourceSet.EMPTY)),
            Tally.none());

    private final Map<ResourceType, ResourceSet> sets;
    private final Tally<ResourceKey> uses;

    /** @param uses how many of the resources need each of them */
    Snapshot(Map<ResourceType, ResourceSet> sets, Tally<ResourceKey> uses) {
        this.sets = Map.copyOf(sets);
        this.uses = uses;
    }

    public PersistentMap<String, Resource> of(ResourceType type) {
        return set(type).byName();
    }

    /** The version of all resources of the type together. */
    public SetVersion version(ResourceType type) {
        return set(type).version();
    }

    /** Of the names of all resources of the type. */
    public Print names(ResourceType type) {
        return set(type).names();
    }

    /** Of all resources of the type, as a client claims to have them: by name and version. */
    public Print claims(ResourceType type) {
        return set(type).claims();
    }

    public @Nullable Resource get(ResourceType type, String name) {
        return of(type).get(name);
    }

    public @Nullable Resource get(ResourceKey key) {
        return get(key.type(), key.name());
    }

    /** Whether it is published, and in this version. */
    public boolean has(ResourceVersion versioned) {
        Resource published = get(versioned.key());
        return published != null && published.version().equals(versioned.version());
    }

    Map<ResourceType, ResourceSet> sets() {
        return sets;
    }

    Tally<ResourceKey> uses() {
        return uses;
    }

    private ResourceSet set(ResourceType type) {
        return Objects.requireNonNull(sets.get(type));
    }
}
