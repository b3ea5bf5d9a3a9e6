package dev.convoy.control.pipeline;

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
    private static final Duration AFTER_FAILURE = Duration.ofMillis(500);

    private final String name;
    private final Duration atLatest;
    private final Runnable round;
    private final Semaphore hints = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    Loop(String name, Duration atLatest, Runnable round) {
        this.name = name;
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
        while (!closed) {
            Duration pause = atLatest;
            try {
                round.run();
            } catch (RuntimeException failure) {
                LOG.errorf("%s failed and is tried again: %s", name, failure);
                LOG.debug(name, failure);
                pause = AFTER_FAILURE;
            }
            try {
                var _ = hints.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                hints.drainPermits();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
