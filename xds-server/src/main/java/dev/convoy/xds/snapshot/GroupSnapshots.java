package dev.convoy.xds.snapshot;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The publications of one group, and who is to be woken by the next. Groups know nothing of each other and share no lock. */
public final class GroupSnapshots {
    /** What follows so closely is told together, so that many changes a second do not keep everybody busy with each of them. */
    private static final Duration PACE = Duration.ofMillis(5);

    private final EnvoyGroup group;
    private final Set<Runnable> followers = ConcurrentHashMap.newKeySet();
    private volatile Generation newest = Generation.unpublished();
    private final AtomicBoolean telling = new AtomicBoolean();
    private volatile long told = System.nanoTime() - PACE.toNanos();
    /** What the newest was made of. */
    private XdsResources latest = XdsResources.NONE;

    GroupSnapshots(EnvoyGroup group) {
        this.group = group;
    }

    public Generation newest() {
        return newest;
    }

    /** Calls {@code wake} when there may be something new, until {@link #leave}. It must return at once. */
    public void follow(Runnable wake) {
        followers.add(wake);
    }

    public void leave(Runnable wake) {
        followers.remove(wake);
    }

    Generation publish(XdsResources resources) {
        Generation published;
        synchronized (this) {
            Generation before = newest;
            Succession step = new Succession(before.snapshot(), latest, resources);
            Snapshot snapshot = step.snapshot();
            Consistency.check(group, snapshot, step.touched());
            published = before.follow(snapshot, step.changes());
            latest = resources;
            newest = published;
            if (published == before) {
                return published;
            }
        }
        tell();
        return published;
    }

    /** At once after a quiet time; later on a thread of its own, since the common pool is small and anybody may block it. */
    private void tell() {
        long early = told + PACE.toNanos() - System.nanoTime();
        if (early <= 0) {
            told = System.nanoTime();
            wakeFollowers();
        } else if (telling.compareAndSet(false, true)) {
            CompletableFuture.delayedExecutor(early, TimeUnit.NANOSECONDS, Thread::startVirtualThread)
                    .execute(() -> {
                        // Taken off before telling: what is published from here on is told again.
                        telling.set(false);
                        told = System.nanoTime();
                        wakeFollowers();
                    });
        }
    }

    /** For when what the followers are to have has changed without a publication. */
    public void wakeFollowers() {
        followers.forEach(Runnable::run);
    }
}
