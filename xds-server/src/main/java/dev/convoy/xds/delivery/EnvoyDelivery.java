package dev.convoy.xds.delivery;

import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.ResourceType;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How one connected Envoy stands. Holds the types it has asked for.
 *
 * @param node what it calls itself: for display only, since nothing proves it
 */
public record EnvoyDelivery(
        EnvoyGroup group, String node, Instant connectedSince, String protocol, Map<ResourceType, TypeDelivery> types) {
    public EnvoyDelivery {
        var copy = new EnumMap<ResourceType, TypeDelivery>(ResourceType.class);
        copy.putAll(types);
        types = Collections.unmodifiableMap(copy);
    }

    /** One type; empty where the Envoy has not asked for it. */
    public TypeDelivery of(ResourceType type) {
        return types.getOrDefault(type, TypeDelivery.NONE);
    }

    /** How many resources are told of. */
    public int size() {
        return types.values().stream().mapToInt(type -> type.resources().size()).sum();
    }

    public Traffic traffic() {
        return types.values().stream().map(TypeDelivery::traffic).reduce(Traffic.NONE, Traffic::plus);
    }
}
