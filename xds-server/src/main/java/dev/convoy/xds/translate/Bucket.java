package dev.convoy.xds.translate;

import dev.convoy.model.PersistentMap;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import org.jspecify.annotations.Nullable;

/** Hosts by their names, and how large they are when serialized. */
record Bucket(PersistentMap<String, VirtualHost> hosts, int bytes) {
    static final Bucket EMPTY = new Bucket(PersistentMap.empty(), 0);

    /** Itself where nothing changes. */
    @SuppressWarnings("ReferenceEquality") // a map that did not change is the same one
    Bucket with(String hostname, @Nullable VirtualHost host) {
        VirtualHost before = hosts.get(hostname);
        PersistentMap<String, VirtualHost> after = host == null ? hosts.without(hostname) : hosts.with(hostname, host);
        return after == hosts ? this : new Bucket(after, bytes - size(before) + size(host));
    }

    private static int size(@Nullable VirtualHost host) {
        return host == null ? 0 : host.getSerializedSize();
    }
}
