package dev.convoy.xds.snapshot;

/** One version of one resource: what an Envoy takes or refuses. */
public record ResourceVersion(ResourceKey key, String version) {
    @Override
    public String toString() {
        return key + "@" + version;
    }
}
