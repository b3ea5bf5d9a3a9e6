package dev.convoy.xds.snapshot;

import java.util.Comparator;

/** What a resource is called. Names are unique within a type. */
public record ResourceKey(ResourceType type, String name) implements Comparable<ResourceKey> {
    private static final Comparator<ResourceKey> ORDER =
            Comparator.comparing(ResourceKey::type).thenComparing(ResourceKey::name);

    @Override
    public int compareTo(ResourceKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return type + " " + name;
    }
}
