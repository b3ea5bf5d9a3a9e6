package dev.convoy.xds.translate;

import com.google.protobuf.Message;
import dev.convoy.model.PersistentMap;
import dev.convoy.xds.snapshot.ResourceType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The resources of a plan as the translation came upon them, and by name. */
final class Collected {
    static final Collected NOTHING = new Collected();

    private final Map<ResourceType, List<Named>> inOrder = new EnumMap<>(ResourceType.class);
    private final Map<ResourceType, PersistentMap<String, Message>> byName = new EnumMap<>(ResourceType.class);

    private record Named(String name, Message resource) {}

    Collected() {
        for (ResourceType type : ResourceType.values()) {
            inOrder.put(type, new ArrayList<>());
        }
    }

    void add(ResourceType type, String name, Message resource) {
        of(type).add(new Named(name, resource));
    }

    private List<Named> of(ResourceType type) {
        return Objects.requireNonNull(inOrder.get(type));
    }

    /** By name. Where the same names came before in the same order, only what differs is put into the map of that time. */
    Map<ResourceType, PersistentMap<String, Message>> byName(Collected before) {
        for (ResourceType type : ResourceType.values()) {
            PersistentMap<String, Message> known = before.byName.getOrDefault(type, PersistentMap.empty());
            List<Named> old = before.of(type);
            // Where a name came twice, both must be compared again.
            byName.put(
                    type,
                    known.size() == old.size() && sameNames(old, of(type))
                            ? changed(known, old, of(type))
                            : anew(of(type)));
        }
        return byName;
    }

    private static boolean sameNames(List<Named> before, List<Named> after) {
        if (before.size() != after.size()) {
            return false;
        }
        for (int i = 0; i < after.size(); i++) {
            if (!before.get(i).name.equals(after.get(i).name)) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // what is equal is the same instance
    private static PersistentMap<String, Message> changed(
            PersistentMap<String, Message> known, List<Named> before, List<Named> after) {
        PersistentMap<String, Message> changed = known;
        for (int i = 0; i < after.size(); i++) {
            if (before.get(i).resource != after.get(i).resource) {
                changed = changed.with(after.get(i).name, after.get(i).resource);
            }
        }
        return changed;
    }

    private static PersistentMap<String, Message> anew(List<Named> all) {
        var byName = new TreeMap<String, Message>();
        for (Named named : all) {
            Message other = byName.put(named.name, named.resource);
            if (other != null && !other.equals(named.resource)) {
                throw new IllegalStateException(
                        "two resources are called " + named.name + ": " + other + named.resource);
            }
        }
        return PersistentMap.of(byName);
    }
}
