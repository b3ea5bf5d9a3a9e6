package dev.convoy.xds.snapshot;

import dev.convoy.model.MemberId;

/** The Envoys that get the same configuration: those of one pool of one member. Proved by their certificate, never by the node id. */
public record EnvoyGroup(MemberId member, String pool) {
    public static final String DEFAULT_POOL = "default";

    @Override
    public String toString() {
        return member + "/" + pool;
    }
}
