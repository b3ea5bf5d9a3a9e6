package dev.convoy.xds.delivery;

import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceVersion;
import java.time.Instant;

/** An Envoy's refusal of one version of a resource, in its own words. */
public record Refusal(ResourceKey key, String version, String words, Instant since) {
    public ResourceVersion versioned() {
        return new ResourceVersion(key, version);
    }
}
