package dev.convoy.registry.store;

import dev.convoy.registry.store.ObjectStore.Subscription;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Notices commits, by whichever replica, and whether PostgreSQL answers at all. It has one connection of its own, listens there, and asks
 * every second: notifications may be lost, the answer is the truth.
 */
final class CommitFeed implements AutoCloseable {
    private static final Logger LOG = System.getLogger(CommitFeed.class.getName());
    static final String CHANNEL = "convoy_commits";

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration RECONNECT = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final PgConnectOptions options;
    private final Hints hints = new Hints();
    private final Semaphore notified = new Semaphore(0);
    private final Thread thread;
    private volatile boolean silent;
    private volatile boolean closed;
    private long seen = -1;

    CommitFeed(Vertx vertx, PgConnectOptions options) {
        this.vertx = vertx;
        this.options = options;
        thread = Thread.ofVirtual().name("commit-feed").unstarted(this::follow);
    }

    void start() {
        thread.start();
    }

    /** Whether PostgreSQL did not answer when it was asked last. */
    boolean isSilent() {
        return silent;
    }

    Subscription subscribe(Runnable callback) {
        return hints.subscribe(callback);
    }

    private void follow() {
        try {
            while (!closed) {
                try {
                    listen();
                } catch (ExecutionException | TimeoutException | RuntimeException e) {
                    LOG.log(Level.DEBUG, "the connection that follows the commits ended: {0}", e.toString());
                }
                Thread.sleep(RECONNECT);
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /** Until the connection ends, one way or the other. A connection that breaks is no silence yet; one that cannot be made is. */
    private void listen() throws ExecutionException, InterruptedException, TimeoutException {
        PgConnection connection = connect();
        try {
            connection.notificationHandler(_ -> notified.release());
            connection.closeHandler(_ -> notified.release());
            answer(connection.query("listen " + CHANNEL).execute());
            while (!closed) {
                notified.drainPermits();
                note(revision(connection));
                if (silent) {
                    LOG.log(Level.INFO, "PostgreSQL answers again");
                }
                silent = false;
                boolean _ = notified.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            connection.close();
        }
    }

    private PgConnection connect() throws InterruptedException {
        while (true) {
            try {
                return answer(PgConnection.connect(vertx, options));
            } catch (ExecutionException | TimeoutException e) {
                if (!silent) {
                    LOG.log(Level.WARNING, "PostgreSQL does not answer: {0}", e.toString());
                }
                silent = true;
                Thread.sleep(RECONNECT);
            }
        }
    }

    private static long revision(PgConnection connection)
            throws ExecutionException, InterruptedException, TimeoutException {
        return answer(connection
                        .query("select value from counters where name = 'revision'")
                        .execute())
                .iterator()
                .next()
                .getLong(0);
    }

    private void note(long revision) {
        if (revision != seen) {
            seen = revision;
            hints.give();
        }
    }

    private static <T> T answer(Future<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
