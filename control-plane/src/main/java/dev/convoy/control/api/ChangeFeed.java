package dev.convoy.control.api;

import dev.convoy.model.Kind;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.registry.store.ObjectStore;
import dev.convoy.registry.store.ObjectStore.Change;
import dev.convoy.registry.store.ObjectStore.Changes;
import dev.convoy.registry.store.ObjectStore.StatusChanges;
import dev.convoy.registry.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Follows the store once for all watches, and keeps the latest news for those that are behind. One thread writes; the watches read at their
 * own pace from the position that they hold.
 */
final class ChangeFeed implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ChangeFeed.class.getName());
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int KEPT = 10_000;
    private static final int BATCH = 1_000;

    /** One thing that happened. */
    sealed interface News {
        record Changed(Change change) implements News {}

        /** A status was written. Which one, its reader looks up: a status has no history. */
        record Judged(ObjectId id, Instant at) implements News {}
    }

    /** Where somebody stands: everything up to the revision has come by before this position. */
    record Mark(long position, long revision) {}

    private final ObjectStore store;
    private final Semaphore hint = new Semaphore(0);
    private final ObjectStore.Subscription subscription;
    private final Thread follower;
    private final Deque<News> kept = new ArrayDeque<>();
    /** The position behind the last of the kept news. */
    private long end;

    private long revision = -1;
    private long statusPoint;
    private boolean closed;

    ChangeFeed(ObjectStore store) {
        this.store = store;
        this.subscription = store.onCommit(hint::release);
        this.follower = Thread.ofVirtual().name("watch-feed").start(this::follow);
    }

    /** Where the feed is now; empty while the store has not been reached yet. */
    synchronized Optional<Mark> mark() throws InterruptedException {
        long deadline = System.nanoTime() + POLL.toNanos();
        while (revision < 0 && !closed && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
        }
        return revision < 0 ? Optional.empty() : Optional.of(new Mark(end, revision));
    }

    /**
     * What came after a position; waits for it a while, then answers that nothing did.
     *
     * @return empty where the reader is so far behind that news are lost to it, or the feed has ended
     */
    synchronized Optional<List<News>> after(long position, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (position == end && !closed && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
        }
        long missing = end - position;
        if (closed || missing > kept.size() || missing < 0) {
            return Optional.empty();
        }
        return Optional.of(kept.stream().skip(kept.size() - missing).toList());
    }

    /** The objects whose status was written lately: a watch may begin between a list and such a write, which has no revision. */
    synchronized Set<ObjectId> judgedSince(Instant since) {
        Set<ObjectId> judged = new TreeSet<>();
        for (News news : kept) {
            if (news instanceof News.Judged(ObjectId id, Instant at) && at.isAfter(since)) {
                judged.add(id);
            }
        }
        return judged;
    }

    @Override
    public void close() {
        subscription.close();
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        follower.interrupt();
    }

    private void follow() {
        try {
            while (true) {
                try {
                    readOn();
                } catch (StoreException e) {
                    switch (e.code()) {
                        case GONE -> startOver();
                        // The store is away: what was missed comes when it is back.
                        case UNAVAILABLE, ALREADY_EXISTS, NOT_FOUND, CONFLICT -> {}
                    }
                } catch (RuntimeException ours) {
                    LOG.log(System.Logger.Level.ERROR, "watches hear nothing until the next try", ours);
                }
                hint.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
                hint.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readOn() {
        if (revision < 0) {
            StatusChanges past = store.statusesAfter(0);
            long now = store.list(Tree.fleet(), Kind.MEMBERSHIP, "").revision();
            begin(now, past.upTo());
        }
        Changes changes;
        do {
            changes = store.changesAfter(revision, BATCH);
            add(
                    changes.changes().stream()
                            .map(change -> (News) new News.Changed(change))
                            .toList(),
                    changes.upTo());
            // A portion ends with a whole revision, so a full one may be smaller than was asked for.
        } while (changes.changes().size() >= BATCH / 2);

        StatusChanges statuses = store.statusesAfter(statusPoint);
        Instant now = Instant.now();
        statusPoint = statuses.upTo();
        add(
                statuses.changed().stream()
                        .map(id -> (News) new News.Judged(id, now))
                        .toList(),
                revision);
    }

    private synchronized void begin(long now, long judgedUpTo) {
        revision = now;
        statusPoint = judgedUpTo;
        notifyAll();
    }

    /** History was cut off under the feed: every reader has to list again. */
    private synchronized void startOver() {
        revision = -1;
        kept.clear();
        end += KEPT;
        notifyAll();
    }

    private synchronized void add(List<News> news, long upTo) {
        revision = upTo;
        kept.addAll(news);
        end += news.size();
        while (kept.size() > KEPT) {
            kept.removeFirst();
        }
        if (!news.isEmpty()) {
            notifyAll();
        }
    }
}
