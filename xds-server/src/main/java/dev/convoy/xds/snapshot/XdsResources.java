package dev.convoy.xds.snapshot;

import dev.convoy.model.PersistentMap;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * All resources of one group of Envoys at one moment, by type and name. Complete: what is not in here is to go. What came from another
 * by a few changes is published in the time of these changes.
 */
public record XdsResources(Map<ResourceType, PersistentMap<String, Resource>> byType) {
    public static final XdsResources NONE = new XdsResources(Map.of());

    public XdsResources {
        var copy = new EnumMap<ResourceType, PersistentMap<String, Resource>>(ResourceType.class);
        for (ResourceType type : ResourceType.values()) {
            copy.put(type, byType.getOrDefault(type, PersistentMap.empty()));
        }
        byType = Collections.unmodifiableMap(copy);
    }

    public PersistentMap<String, Resource> of(ResourceType type) {
        return Objects.requireNonNull(byType.get(type));
    }
}
