package dev.convoy.xds.snapshot;

/** What a resource is called. Names are unique within a type. */
public record ResourceKey(ResourceType type, String name) {
    @Override
    public String toString() {
        return type + " " + name;
    }
}
