package dev.convoy.xds.delivery;

import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceVersion;
import dev.convoy.xds.snapshot.Snapshot;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the Envoys of a group made of each version. It outlives their streams, so that an Envoy that comes back is not offered again
 * what it refused, and a new one gets the last version that a neighbour took.
 */
public final class TrackRecord {
    private static final int REMEMBERED = 1_000;

    private final Map<ResourceKey, Resource> lastGood = new ConcurrentHashMap<>();
    private final Map<ResourceVersion, Outcome> refused = new LinkedHashMap<>();
    private volatile boolean anyRefused;

    /**
     * Notes that an Envoy took this version.
     *
     * @return whether it was withheld from others until now because one had refused it
     */
    public boolean acknowledged(Resource resource) {
        if (lastGood.get(resource.key()) == resource) {
            return false;
        }
        lastGood.put(resource.key(), resource);
        return anyRefused && markTaken(resource);
    }

    public synchronized void refused(Refusal refusal, String node) {
        // Said before it is asked who took it: whoever takes it at this moment sees the one, or is seen by the other.
        anyRefused = true;
        Resource good = lastGood.get(refusal.key());
        Outcome outcome = refused.computeIfAbsent(
                refusal.versioned(),
                v -> new Outcome(refusal, good != null && good.versioned().equals(v)));
        if (outcome.nodes.size() < REMEMBERED) {
            outcome.nodes.add(node);
        }
        if (refused.size() > REMEMBERED) {
            refused.remove(refused.keySet().iterator().next());
        }
    }

    public boolean hasRefusals() {
        return anyRefused;
    }

    /** Why this version is to be kept from that Envoy: it refused it itself, or others did and nobody took it. Null where it may have it. */
    public @Nullable Refusal refusal(Resource resource, String node) {
        return anyRefused ? refusal(resource.versioned(), node) : null;
    }

    /** Whether that Envoy refused this version itself. */
    public synchronized boolean refusedBy(String node, ResourceVersion version) {
        Outcome outcome = refused.get(version);
        return outcome != null && outcome.nodes.contains(node);
    }

    /** The version of this resource that an Envoy of the group took last. */
    public @Nullable Resource lastGood(ResourceKey key) {
        return lastGood.get(key);
    }

    /** Whether an Envoy of the group took this version, and no other since. */
    @SuppressWarnings("ReferenceEquality") // what is published twice is the same instance
    public boolean isGood(Resource resource) {
        return lastGood.get(resource.key()) == resource;
    }

    /** What is no longer published needs no memory of its last good version. */
    public void removed(ResourceKey key) {
        lastGood.remove(key);
    }

    /** The same for all that is not in this snapshot. */
    public void retain(Snapshot published) {
        lastGood.keySet().removeIf(key -> published.get(key) == null);
    }

    private synchronized @Nullable Refusal refusal(ResourceVersion version, String node) {
        Outcome outcome = refused.get(version);
        return outcome != null && (!outcome.taken || outcome.nodes.contains(node)) ? outcome.refusal : null;
    }

    private synchronized boolean markTaken(Resource resource) {
        Outcome outcome = refused.get(resource.versioned());
        boolean withheld = outcome != null && !outcome.taken;
        if (outcome != null) {
            outcome.taken = true;
        }
        return withheld;
    }

    private static final class Outcome {
        private final Refusal refusal;
        private final Set<String> nodes = new HashSet<>();
        private boolean taken;

        Outcome(Refusal refusal, boolean taken) {
            this.refusal = refusal;
            this.taken = taken;
        }
    }
}
