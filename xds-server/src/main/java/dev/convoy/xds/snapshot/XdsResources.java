package dev.convoy.xds.snapshot;

import com.google.protobuf.Message;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** All resources of one group of Envoys at one moment, by type and name. Complete: what is not in here is to go. */
public record XdsResources(Map<ResourceType, SortedMap<String, Message>> byType) {
    public XdsResources {
        var copy = new EnumMap<ResourceType, SortedMap<String, Message>>(ResourceType.class);
        for (ResourceType type : ResourceType.values()) {
            copy.put(
                    type, Collections.unmodifiableSortedMap(new TreeMap<>(byType.getOrDefault(type, new TreeMap<>()))));
        }
        byType = Collections.unmodifiableMap(copy);
    }

    public SortedMap<String, Message> of(ResourceType type) {
        return Objects.requireNonNull(byType.get(type));
    }
}
