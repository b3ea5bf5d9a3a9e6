package dev.convoy.xds.translate;

import com.google.protobuf.Message;
import dev.convoy.model.PersistentMap;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.XdsResources;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Resources on their way to become others. What is put in place of an equal one leaves that one there. */
final class Draft {
    private final Map<ResourceType, PersistentMap<String, Resource>> byType;

    Draft(XdsResources from) {
        this.byType = new EnumMap<>(from.byType());
    }

    /** The resource of that name is this one from here on; null where there is none. */
    void set(ResourceType type, String name, @Nullable Message message) {
        put(type, name, message == null ? null : Resource.of(type, name, message));
    }

    private void put(ResourceType type, String name, @Nullable Resource resource) {
        byType.computeIfPresent(type, (_, named) -> with(named, name, resource));
    }

    private static PersistentMap<String, Resource> with(
            PersistentMap<String, Resource> named, String name, @Nullable Resource resource) {
        if (resource == null) {
            return named.without(name);
        }
        Resource before = named.get(name);
        return before != null && before.sameAs(resource) ? named : named.with(name, resource);
    }

    /** What was in here as one part of the resources is now another. */
    void replace(XdsResources before, XdsResources after) {
        for (ResourceType type : ResourceType.values()) {
            replace(type, before.of(type), after.of(type));
        }
    }

    void replace(ResourceType type, PersistentMap<String, Resource> before, PersistentMap<String, Resource> after) {
        before.forEachDifference(after, name -> put(type, name, after.get(name)));
    }

    XdsResources resources() {
        return new XdsResources(byType);
    }
}
