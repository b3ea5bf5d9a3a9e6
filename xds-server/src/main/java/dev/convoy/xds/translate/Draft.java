package dev.convoy.xds.translate;

import com.google.protobuf.Message;
import dev.convoy.model.PersistentMap;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.XdsResources;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Resources on their way to become others. What is put in place of an equal one leaves that one there. */
final class Draft {
    private final Map<ResourceType, PersistentMap<String, Message>> byType;

    Draft(XdsResources from) {
        this.byType = new EnumMap<>(from.byType());
    }

    /** The resource of that name is this one from here on; null where there is none. */
    void set(ResourceType type, String name, @Nullable Message resource) {
        byType.computeIfPresent(
                type, (_, named) -> resource == null ? named.without(name) : named.with(name, resource));
    }

    /** What was in here as one part of the resources is now another. */
    void replace(XdsResources before, XdsResources after) {
        for (ResourceType type : ResourceType.values()) {
            replace(type, before.of(type), after.of(type));
        }
    }

    void replace(ResourceType type, PersistentMap<String, Message> before, PersistentMap<String, Message> after) {
        before.forEachDifference(after, name -> set(type, name, after.get(name)));
    }

    XdsResources resources() {
        return new XdsResources(byType);
    }
}
