package dev.convoy.registry.store;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/**
 * Lets a thread that may wait run a transaction on Hibernate Reactive, which wants an event loop. Others who keep something in the same
 * database get theirs from {@link PostgresObjectStore#transactions}.
 */
public final class Transactions {
    /** A pool must have as many connections. */
    static final int AT_ONCE = 10;

    /** How often a waiting caller looks whether there is still something to wait for. */
    private static final long LOOK_MILLIS = 250;

    private final Vertx vertx;
    private final Mutiny.SessionFactory sessions;
    private final BooleanSupplier databaseIsSilent;
    private final Semaphore running = new Semaphore(AT_ONCE, true);

    Transactions(Vertx vertx, Mutiny.SessionFactory sessions, BooleanSupplier databaseIsSilent) {
        this.vertx = vertx;
        this.sessions = sessions;
        this.databaseIsSilent = databaseIsSilent;
    }

    /** Commits when the work succeeds, else rolls back and throws a {@link StoreException} where the world is to blame. */
    public <T> T run(Function<StatelessSession, Uni<T>> work) {
        EventLoops.refuse();
        return inTurn(running, () -> {
            CompletableFuture<T> answer = new CompletableFuture<>();
            // A context of its own, for Hibernate keeps the current session in there.
            Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
            // Quarkus' sessions work only where they are told that nobody shares the context.
            VertxContextSafetyToggle.setContextSafe(context, true);
            context.runOnContext(_ -> Uni.createFrom()
                    .deferred(() -> sessions.withStatelessTransaction(work))
                    .subscribe()
                    .with(answer::complete, answer::completeExceptionally));
            awaitWhileDatabaseAnswers(() -> {
                answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                return true;
            });
            return answer.join();
        });
    }

    /** Waits here, and not for a connection: who queues behind a busy store must not take it for one that is away. */
    <T> T inTurn(Semaphore turns, Supplier<T> work) {
        awaitWhileDatabaseAnswers(() -> turns.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS));
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }

    /** Waits a moment, and says whether it was long enough; a {@link TimeoutException} says no. */
    private interface Look {
        boolean briefly() throws ExecutionException, InterruptedException, TimeoutException;
    }

    private void awaitWhileDatabaseAnswers(Look look) {
        try {
            while (!found(look)) {
                if (databaseIsSilent.getAsBoolean()) {
                    throw Failures.unavailable(new TimeoutException());
                }
            }
        } catch (ExecutionException e) {
            throw Failures.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.unavailable(e);
        }
    }

    private static boolean found(Look look) throws ExecutionException, InterruptedException {
        try {
            return look.briefly();
        } catch (TimeoutException _) {
            return false;
        }
    }
}
