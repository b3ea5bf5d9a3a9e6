package dev.convoy.control.pipeline;

import dev.convoy.registry.store.StoreException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Does the same work again and again on a thread of its own: at once after a hint, and anyway after a while. Hints that come while it
 * works are merged into one more round, so that steady change never silences it. A round that fails is told and tried again.
 */
final class Loop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Loop.class);
    private static final Duration SHORTEST_REST = Duration.ofMillis(250);
    private static final Duration LONGEST_REST = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final Duration atEarliest;
    private final Duration atLatest;
    private final Runnable round;
    private final Semaphore hints = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param atEarliest how long after a round the next may begin, however many hints come
     * @param atLatest how long after it the next begins, even without a hint
     */
    Loop(String name, Duration atEarliest, Duration atLatest, Runnable round) {
        this.name = name;
        this.atEarliest = atEarliest;
        this.atLatest = atLatest;
        this.round = round;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void hint() {
        hints.release();
    }

    private void run() {
        Duration rest = SHORTEST_REST;
        while (!closed) {
            try {
                if (succeeds()) {
                    rest = SHORTEST_REST;
                    Thread.sleep(atEarliest);
                    var _ = hints.tryAcquire(atLatest.toMillis(), TimeUnit.MILLISECONDS);
                    hints.drainPermits();
                } else {
                    // Not cut short by hints, which may come in any number while nothing works.
                    Thread.sleep(rest);
                    rest = rest.multipliedBy(2).compareTo(LONGEST_REST) < 0 ? rest.multipliedBy(2) : LONGEST_REST;
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean succeeds() {
        try {
            round.run();
            return true;
        } catch (StoreException away) {
            if (!closed) {
                LOG.warnf("%s waits for the store: %s", name, away.getMessage());
            }
        } catch (RuntimeException | Error ours) { // an overflow of the stack, too, must not silence it for ever
            LOG.errorf(ours, "%s failed and is tried again", name);
        }
        return false;
    }

    /** Returns when the round that runs is over, so that what it works with may be closed next. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            boolean _ = thread.join(PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
