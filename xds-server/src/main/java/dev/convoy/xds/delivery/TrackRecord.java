package dev.convoy.xds.delivery;

import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceVersion;
import dev.convoy.xds.snapshot.Snapshot;
import java.util.LinkedHashMap;
import java.util.List;
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
    private volatile boolean anyRefused;

    /** In the order in which they were refused; replaced as a whole, since it is read at every turn and refusals are rare. */
    private volatile Map<ResourceVersion, Outcome> refused = Map.of();

    private volatile InForce inForce = new InForce(refused, null, List.of());

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
        var all = new LinkedHashMap<>(refused);
        Outcome outcome = all.computeIfAbsent(
                refusal.versioned(),
                v -> new Outcome(refusal, good != null && good.versioned().equals(v)));
        if (outcome.nodes.size() < REMEMBERED) {
            outcome.nodes.add(node);
        }
        if (all.size() > REMEMBERED) {
            all.remove(all.keySet().iterator().next());
        }
        refused = all;
    }

    /** Whether that Envoy may have all of this as it is published. What was refused once and is gone since keeps nobody from anything. */
    public boolean barsNothing(Snapshot published, String node) {
        return !anyRefused || inForce(published).stream().noneMatch(outcome -> outcome.bars(node));
    }

    /** What was refused of that, looked up once for all streams that are told of it. */
    @SuppressWarnings("ReferenceEquality") // the same maps and snapshots, not equal ones
    private List<Outcome> inForce(Snapshot published) {
        InForce known = inForce;
        Map<ResourceVersion, Outcome> all = refused;
        if (known.refused != all || known.published != published) {
            known = new InForce(
                    all,
                    published,
                    all.values().stream()
                            .filter(outcome -> published.has(outcome.refusal.versioned()))
                            .toList());
            inForce = known;
        }
        return known.outcomes;
    }

    /** Why this version is to be kept from that Envoy: it refused it itself, or others did and nobody took it. Null where it may have it. */
    public @Nullable Refusal refusal(Resource resource, String node) {
        return anyRefused ? refusal(resource.versioned(), node) : null;
    }

    /** Whether that Envoy refused this version itself. */
    public boolean refusedBy(String node, ResourceVersion version) {
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

    private @Nullable Refusal refusal(ResourceVersion version, String node) {
        Outcome outcome = refused.get(version);
        return outcome != null && outcome.bars(node) ? outcome.refusal : null;
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
        private final Set<String> nodes = ConcurrentHashMap.newKeySet();
        private volatile boolean taken;

        Outcome(Refusal refusal, boolean taken) {
            this.refusal = refusal;
            this.taken = taken;
        }

        boolean bars(String node) {
            return !taken || nodes.contains(node);
        }
    }

    /** Of what was refused that which is published. */
    private record InForce(
            Map<ResourceVersion, Outcome> refused, @Nullable Snapshot published, List<Outcome> outcomes) {}
}
