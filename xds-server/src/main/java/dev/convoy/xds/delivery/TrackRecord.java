package dev.convoy.xds.delivery;

import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceVersion;
import dev.convoy.xds.snapshot.Snapshot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the Envoys of a group made of each version. It outlives their streams, so that an Envoy that comes back is not offered again
 * what it refused, and a new one gets the last version that a neighbour took. What they have in common is kept once; only who refuses
 * something has its own last good version beside it.
 */
public final class TrackRecord {
    private final Map<ResourceKey, Resource> lastGood = new ConcurrentHashMap<>();

    /** By node, what those have who refused another version. */
    private final Map<ResourceKey, Recent<String, Resource>> kept = new ConcurrentHashMap<>();

    private final Refusals refusals = new Refusals();
    private volatile boolean anyRefused;

    /** That an Envoy took this version changes nothing, as with most acknowledgements. Quick, since a thousand Envoys take a thousand each. */
    public boolean isNoNews(Resource resource) {
        return isGood(resource) && !kept.containsKey(resource.key());
    }

    /**
     * Notes that this Envoy took this version.
     *
     * @param published what it is to have under that name. What is gone is nobody's last good version, nor is what was told before it
     * @return whether it was withheld from others until now because one had refused it
     */
    public boolean acknowledged(Resource resource, String node, @Nullable Resource published) {
        Recent<String, Resource> ofRefusers = anyRefused ? kept.get(resource.key()) : null;
        if (ofRefusers != null) {
            ofRefusers.replace(node, resource);
        }
        Resource good = lastGood.get(resource.key());
        if (good == resource) {
            return false;
        }
        boolean late = good != null && published != null && good.sameAs(published) && !resource.sameAs(published);
        if (published != null && !late) {
            lastGood.put(resource.key(), resource);
        }
        return anyRefused && markTaken(resource);
    }

    private synchronized boolean markTaken(Resource resource) {
        return refusals.markTaken(resource.versioned());
    }

    /**
     * Notes that this Envoy refused a version.
     *
     * @param keeps what that Envoy has instead, where that is known
     * @param published what its group is to have
     */
    public synchronized void refused(Refusal refusal, String node, @Nullable Resource keeps, Snapshot published) {
        // Said before it is asked who took it: whoever takes it at this moment sees the one, or is seen by the other.
        anyRefused = true;
        if (keeps != null && published.get(refusal.key()) != null) {
            kept.computeIfAbsent(refusal.key(), _ -> new Recent<>()).put(node, keeps);
        }
        Resource good = lastGood.get(refusal.key());
        refusals.add(refusal, node, good != null && good.versioned().equals(refusal.versioned()), published);
    }

    /** Whether that Envoy may have all of this as it is published. What was refused once and is gone since keeps nobody from anything. */
    public boolean barsNothing(Snapshot published, String node) {
        return refusals.barNothing(published, node);
    }

    /** Why this version is to be kept from that Envoy: it refused it itself, or others did and nobody took it. Null where it may have it. */
    public @Nullable Refusal refusal(Resource resource, String node) {
        return anyRefused ? refusals.of(resource.versioned(), node) : null;
    }

    /** Whether that Envoy refused this version itself. */
    public boolean refusedBy(String node, ResourceVersion version) {
        return refusals.isBy(node, version);
    }

    /** The version of this resource that an Envoy of the group took last. */
    public @Nullable Resource lastGood(ResourceKey key) {
        return lastGood.get(key);
    }

    /** The version of this resource that this Envoy took last, where it refused another since. */
    public @Nullable Resource kept(ResourceKey key, String node) {
        Recent<String, Resource> ofRefusers = kept.get(key);
        return ofRefusers == null ? null : ofRefusers.get(node);
    }

    /** Whether an Envoy of the group took this version, and no other since. */
    @SuppressWarnings("ReferenceEquality") // what is published twice is the same instance
    public boolean isGood(Resource resource) {
        return lastGood.get(resource.key()) == resource;
    }

    /** What is no longer published needs no memory of its last good version. */
    public void removed(ResourceKey key) {
        lastGood.remove(key);
        kept.remove(key);
    }

    /** The same for all that is not in this snapshot. */
    public void retain(Snapshot published) {
        lastGood.keySet().removeIf(key -> published.get(key) == null);
        kept.keySet().removeIf(key -> published.get(key) == null);
    }
}
