package dev.convoy.xds.translate.policy;

/** How a request came in, as far as its answer depends on it: the Gateway's port, and whether TLS ended there. */
public record Entrance(int port, boolean tls) {
    String scheme() {
        return tls ? "https" : "http";
    }
}
