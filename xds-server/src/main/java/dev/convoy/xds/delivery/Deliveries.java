package dev.convoy.xds.delivery;

import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.ResourceKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Which Envoys are connected, and what each of them has. The truth is asked of the streams at the moment of the question. */
public final class Deliveries {
    private static final System.Logger LOG = System.getLogger(Deliveries.class.getName());

    private final Executor executor;
    private final Map<EnvoyGroup, Set<Recipient>> connected = new ConcurrentHashMap<>();
    private final Map<EnvoyGroup, TrackRecord> records = new ConcurrentHashMap<>();
    private final List<Consumer<EnvoyGroup>> listeners = new CopyOnWriteArrayList<>();
    private final Set<EnvoyGroup> changed = ConcurrentHashMap.newKeySet();

    /** The executor is for telling the listeners. */
    public Deliveries(Executor executor) {
        this.executor = executor;
    }

    /**
     * Tells of each group in which something was acknowledged or refused, or an Envoy came, said what it has of a type, or went. Many
     * changes may be told as one.
     */
    public void onChange(Consumer<EnvoyGroup> listener) {
        listeners.add(listener);
    }

    public List<EnvoyDelivery> of(EnvoyGroup group) {
        return recipients(group).stream().map(Recipient::delivery).toList();
    }

    /** The Envoys themselves, for who does not want to ask all of them at once. */
    public Set<Recipient> recipients(EnvoyGroup group) {
        return Collections.unmodifiableSet(connected.getOrDefault(group, Set.of()));
    }

    public Set<EnvoyGroup> groups() {
        return Set.copyOf(connected.keySet());
    }

    public int connected(EnvoyGroup group) {
        return recipients(group).size();
    }

    /** How far these of the published resources have come. Only those that an Envoy lacks are asked about. */
    public Standing standing(EnvoyGroup group, Predicate<ResourceKey> which) {
        Set<Recipient> recipients = recipients(group);
        int acknowledged = 0;
        int asked = 0;
        var refusals = new ArrayList<Refusal>();
        for (Recipient recipient : recipients) {
            asked++;
            Recipient.Stance stance = recipient.stance(which);
            refusals.addAll(stance.refusals());
            if (stance.acknowledged()) {
                acknowledged++;
            }
        }
        if (asked == 0) {
            return new Standing.NoneConnected();
        }
        if (!refusals.isEmpty()) {
            return new Standing.Refused(refusals);
        }
        return acknowledged < asked ? new Standing.Waiting(acknowledged, asked) : new Standing.Acknowledged(asked);
    }

    public TrackRecord record(EnvoyGroup group) {
        return records.computeIfAbsent(group, g -> new TrackRecord());
    }

    /** Forgets the track record of a group that no longer exists: another of its name begins anew. */
    public void forget(EnvoyGroup group) {
        records.remove(group);
    }

    public void connect(EnvoyGroup group, Recipient recipient) {
        connected.compute(group, (g, recipients) -> {
            Set<Recipient> known = recipients == null ? ConcurrentHashMap.newKeySet() : recipients;
            known.add(recipient);
            return known;
        });
        changed(group);
    }

    public void disconnect(EnvoyGroup group, Recipient recipient) {
        connected.computeIfPresent(group, (g, recipients) -> {
            recipients.remove(recipient);
            return recipients.isEmpty() ? null : recipients;
        });
        changed(group);
    }

    public void changed(EnvoyGroup group) {
        if (!listeners.isEmpty() && changed.add(group)) {
            executor.execute(() -> {
                // Taken off before telling: what changes from here on is told again.
                changed.remove(group);
                listeners.forEach(listener -> tell(listener, group));
            });
        }
    }

    private static void tell(Consumer<EnvoyGroup> listener, EnvoyGroup group) {
        try {
            listener.accept(group);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a change of " + group + " was not heard of", e);
        }
    }
}
