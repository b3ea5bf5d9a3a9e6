package dev.convoy.xds.snapshot;

import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
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
            next.put(type, next(type, resources.of(type)));
        }
        next.put(ResourceType.ENDPOINTS, withEmptyAssignments(next));
        return new Snapshot(next);
    }

    private SortedMap<String, Resource> next(ResourceType type, SortedMap<String, Message> messages) {
        SortedMap<String, Resource> before = of(type);
        if (SameNames.in(before, messages)) {
            return changed(before, messages);
        }
        var next = new TreeMap<String, Resource>();
        messages.forEach((name, message) -> next.put(name, next(new ResourceKey(type, name), message)));
        return Collections.unmodifiableSortedMap(next);
    }

    /** The map itself where nothing changed. */
    @SuppressWarnings("ReferenceEquality") // what is equal is the same instance
    private SortedMap<String, Resource> changed(
            SortedMap<String, Resource> before, SortedMap<String, Message> messages) {
        var changed = new ArrayList<Resource>();
        Iterator<Message> after = messages.values().iterator();
        for (Resource resource : before.values()) {
            Message message = after.next();
            Resource now = resource.stemsFrom(message) ? resource : kept(new Resource(resource.key(), message));
            if (now != resource) {
                changed.add(now);
            }
        }
        if (changed.isEmpty()) {
            return before;
        }
        var next = new TreeMap<>(before);
        changed.forEach(resource -> next.put(resource.name(), resource));
        return Collections.unmodifiableSortedMap(next);
    }

    /** Whether everything that refers, and everything that may be referred to, is there as it was. */
    @SuppressWarnings("ReferenceEquality") // a type of which nothing changed has the same map
    boolean refersLike(Snapshot before) {
        return of(ResourceType.CLUSTER) == before.of(ResourceType.CLUSTER)
                && of(ResourceType.LISTENER) == before.of(ResourceType.LISTENER)
                && of(ResourceType.SCOPES) == before.of(ResourceType.SCOPES)
                && of(ResourceType.ROUTES) == before.of(ResourceType.ROUTES)
                && SameNames.in(before.of(ResourceType.ENDPOINTS), of(ResourceType.ENDPOINTS));
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
    @SuppressWarnings("ReferenceEquality") // a type of which nothing changed has the same map
    private SortedMap<String, Resource> withEmptyAssignments(Map<ResourceType, SortedMap<String, Resource>> given) {
        SortedMap<String, Resource> clusters = Objects.requireNonNull(given.get(ResourceType.CLUSTER));
        SortedMap<String, Resource> endpoints = Objects.requireNonNull(given.get(ResourceType.ENDPOINTS));
        if (clusters == of(ResourceType.CLUSTER) && SameNames.in(of(ResourceType.ENDPOINTS), endpoints)) {
            return endpoints;
        }
        var assignments = new TreeMap<>(endpoints);
        for (Resource cluster : clusters.values()) {
            for (String name : cluster.references().assignments()) {
                assignments.computeIfAbsent(name, n -> kept(Resource.emptyAssignment(n)));
            }
        }
        return Collections.unmodifiableSortedMap(assignments);
    }
}
