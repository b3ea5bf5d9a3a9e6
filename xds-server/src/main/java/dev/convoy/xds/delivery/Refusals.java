package dev.convoy.xds.delivery;

import dev.convoy.xds.snapshot.ResourceVersion;
import dev.convoy.xds.snapshot.Snapshot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What Envoys of a group refused, and which of them. A thousand are remembered, and more of what is published: that
 * would be sent again, and refused again, without end. Read by any number of threads, changed by one at a time.
 */
final class Refusals {
    private static final int REMEMBERED = 1_000;

    private final Map<ResourceVersion, Outcome> outcomes = new ConcurrentHashMap<>();
    private final Deque<ResourceVersion> oldestFirst = new ArrayDeque<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile @Nullable InForce inForce;

    /** @param taken whether an Envoy of the group took this version before */
    void add(Refusal refusal, String node, boolean taken, Snapshot published) {
        ResourceVersion version = refusal.versioned();
        Outcome known = outcomes.get(version);
        Outcome outcome = known == null ? new Outcome(refusal) : known;
        outcome.taken |= taken;
        outcome.nodes.put(node, true);
        if (known == null) {
            outcomes.put(version, outcome); // no sooner: others read it at once
            oldestFirst.add(version);
            forgetOldest(published);
        }
        refused.incrementAndGet();
    }

    /** Looks at two for each one that comes, so that those that are gone are found in time, however many stay. */
    private void forgetOldest(Snapshot published) {
        for (int looked = 0; looked < 2 && outcomes.size() > REMEMBERED; looked++) {
            ResourceVersion oldest = oldestFirst.remove();
            if (published.has(oldest)) {
                oldestFirst.add(oldest);
            } else {
                outcomes.remove(oldest);
            }
        }
    }

    /** Notes that an Envoy took this version; returns whether it was kept from all others until now. */
    boolean markTaken(ResourceVersion version) {
        Outcome outcome = outcomes.get(version);
        boolean withheld = outcome != null && !outcome.taken;
        if (outcome != null) {
            outcome.taken = true;
        }
        return withheld;
    }

    /** Why that Envoy may not have this version. */
    @Nullable
    Refusal of(ResourceVersion version, String node) {
        Outcome outcome = outcomes.get(version);
        return outcome != null && outcome.bars(node) ? outcome.refusal : null;
    }

    boolean isBy(String node, ResourceVersion version) {
        Outcome outcome = outcomes.get(version);
        return outcome != null && outcome.isBy(node);
    }

    boolean barNothing(Snapshot published, String node) {
        return outcomes.isEmpty() || inForce(published).stream().noneMatch(outcome -> outcome.bars(node));
    }

    /** What was refused of that, looked up once for all streams that are told of it. */
    @SuppressWarnings("ReferenceEquality") // the same snapshots, not equal ones
    private List<Outcome> inForce(Snapshot published) {
        InForce known = inForce;
        int now = refused.get();
        if (known == null || known.refused != now || known.published != published) {
            List<Outcome> found = outcomes.values().stream()
                    .filter(outcome -> published.has(outcome.refusal.versioned()))
                    .toList();
            known = new InForce(now, published, found);
            inForce = known;
        }
        return known.outcomes;
    }

    private static final class Outcome {
        private final Refusal refusal;
        private final Recent<String, Boolean> nodes = new Recent<>();
        private volatile boolean taken;

        Outcome(Refusal refusal) {
            this.refusal = refusal;
        }

        boolean bars(String node) {
            return !taken || isBy(node);
        }

        boolean isBy(String node) {
            return nodes.get(node) != null;
        }
    }

    /** Of what was refused that which is published. */
    private record InForce(int refused, Snapshot published, List<Outcome> outcomes) {}
}
