package dev.convoy.xds.snapshot;

import java.util.concurrent.ConcurrentHashMap;

/**
 * What every group of Envoys is to have. Until the first publication of a group its Envoys are told nothing, so that a hub that is
 * still loading never takes away what they have.
 */
public final class Snapshots {
    private final ConcurrentHashMap<EnvoyGroup, GroupSnapshots> groups = new ConcurrentHashMap<>();

    /**
     * Makes these the resources of the group, in full, and wakes the streams of its Envoys. What is equal is neither serialized nor
     * sent again.
     *
     * @throws IllegalStateException where the resources contradict each other; the group then keeps what it had
     */
    public Generation publish(EnvoyGroup group, XdsResources resources) {
        return of(group).publish(resources);
    }

    public GroupSnapshots of(EnvoyGroup group) {
        return groups.computeIfAbsent(group, GroupSnapshots::new);
    }

    /** Forgets a group that no longer exists. Cut its streams, too. */
    public void forget(EnvoyGroup group) {
        groups.remove(group);
    }
}
