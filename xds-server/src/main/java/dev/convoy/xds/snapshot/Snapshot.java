package dev.convoy.xds.snapshot;

import com.google.protobuf.Message;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All serialized resources of one group at one moment. Immutable; what did not change is the same instance as in the one before. */
public final class Snapshot {
    static final Snapshot EMPTY = new Snapshot(new EnumMap<>(ResourceType.class));

    private final Map<ResourceType, SortedMap<String, Resource>> byType;

    private Snapshot(Map<ResourceType, SortedMap<String, Resource>> byType) {
        this.byType = byType;
        for (ResourceType type : ResourceType.values()) {
            byType.putIfAbsent(type, Collections.emptySortedMap());
        }
    }

    public SortedMap<String, Resource> of(ResourceType type) {
        return Objects.requireNonNull(byType.get(type));
    }

    public @Nullable Resource get(ResourceType type, String name) {
        return of(type).get(name);
    }

    public @Nullable Resource get(ResourceKey key) {
        return get(key.type(), key.name());
    }

    /** The snapshot of these resources, which takes over from this one what is equal. */
    Snapshot next(XdsResources resources) {
        var next = new EnumMap<ResourceType, SortedMap<String, Resource>>(ResourceType.class);
        for (ResourceType type : ResourceType.values()) {
            var ofType = new TreeMap<String, Resource>();
            resources.of(type).forEach((name, message) -> ofType.put(name, next(new ResourceKey(type, name), message)));
            next.put(type, Collections.unmodifiableSortedMap(ofType));
        }
        next.put(ResourceType.ENDPOINTS, withEmptyAssignments(next));
        return new Snapshot(next);
    }

    private Resource next(ResourceKey key, Message message) {
        Resource before = get(key);
        if (before != null && before.stemsFrom(message)) {
            return before;
        }
        return kept(new Resource(key, message));
    }

    private Resource kept(Resource after) {
        Resource before = get(after.key());
        return before != null && before.sameAs(after) ? before : after;
    }

    /** One unanswered assignment holds up all of an Envoy's clusters, so a cluster without endpoints has an empty one. */
    private SortedMap<String, Resource> withEmptyAssignments(Map<ResourceType, SortedMap<String, Resource>> given) {
        var assignments = new TreeMap<>(Objects.requireNonNull(given.get(ResourceType.ENDPOINTS)));
        for (Resource cluster :
                Objects.requireNonNull(given.get(ResourceType.CLUSTER)).values()) {
            for (String name : cluster.references().assignments()) {
                assignments.computeIfAbsent(name, n -> kept(Resource.emptyAssignment(n)));
            }
        }
        return Collections.unmodifiableSortedMap(assignments);
    }
}
