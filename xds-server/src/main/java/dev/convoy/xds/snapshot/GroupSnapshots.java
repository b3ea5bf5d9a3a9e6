package dev.convoy.xds.snapshot;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The publications of one group, and who is to be woken by the next. Groups know nothing of each other and share no lock. */
public final class GroupSnapshots {
    private final EnvoyGroup group;
    private final Set<Runnable> followers = ConcurrentHashMap.newKeySet();
    private volatile Generation newest = Generation.unpublished();
    /** What the newest was made of. */
    private XdsResources latest = XdsResources.NONE;

    GroupSnapshots(EnvoyGroup group) {
        this.group = group;
    }

    public EnvoyGroup group() {
        return group;
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
        wakeFollowers();
        return published;
    }

    /** For when what the followers are to have has changed without a publication. */
    public void wakeFollowers() {
        followers.forEach(Runnable::run);
    }
}
