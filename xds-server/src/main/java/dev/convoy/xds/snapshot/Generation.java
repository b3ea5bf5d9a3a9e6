package dev.convoy.xds.snapshot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One publication of a group, linked to the next. A stream walks from the generation it knows to the newest and looks only at what
 * changed on the way; nothing keeps the older ones.
 */
public final class Generation {
    private final boolean isPublished;
    private final Snapshot snapshot;
    private final List<Change> changes;
    private volatile @Nullable Generation next;

    private Generation(boolean isPublished, Snapshot snapshot, List<Change> changes) {
        this.isPublished = isPublished;
        this.snapshot = snapshot;
        this.changes = List.copyOf(changes);
    }

    /** Before the first publication: nothing is known, which is not the same as an empty snapshot. */
    static Generation unpublished() {
        return new Generation(false, Snapshot.EMPTY, List.of());
    }

    /** The generation after this one, or this one where nothing changed. */
    Generation follow(Snapshot following, List<Change> changed) {
        if (isPublished && changed.isEmpty()) {
            return this;
        }
        Generation successor = new Generation(true, following, changed);
        next = successor;
        return successor;
    }

    public boolean isPublished() {
        return isPublished;
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    /** What this generation changed against the one before it. */
    public List<Change> changes() {
        return changes;
    }

    public @Nullable Generation next() {
        return next;
    }
}
