package dev.convoy.registry.store;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/**
 * Lets a thread that may wait run a transaction on Hibernate Reactive, which wants an event loop. Others who keep something in the same
 * database get theirs from {@link PostgresObjectStore#transactions}.
 */
public final class Transactions {
    /** How often a waiting caller looks whether there is still something to wait for. */
    private static final long LOOK_MILLIS = 250;

    private final Vertx vertx;
    private final Mutiny.SessionFactory sessions;
    private final BooleanSupplier databaseIsSilent;

    Transactions(Vertx vertx, Mutiny.SessionFactory sessions, BooleanSupplier databaseIsSilent) {
        this.vertx = vertx;
        this.sessions = sessions;
        this.databaseIsSilent = databaseIsSilent;
    }

    /** Commits when the work succeeds, else rolls back and throws a {@link StoreException} where the world is to blame. */
    public <T> T run(Function<StatelessSession, Uni<T>> work) {
        EventLoops.refuse();
        CompletableFuture<T> answer = new CompletableFuture<>();
        // A context of its own, for Hibernate keeps the current session in there.
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        context.runOnContext(_ -> sessions.withStatelessTransaction(work)
                .subscribe()
                .with(answer::complete, answer::completeExceptionally));
        return await(answer);
    }

    private <T> T await(CompletableFuture<T> answer) {
        while (true) {
            try {
                return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw Failures.of(e);
            } catch (TimeoutException e) {
                if (databaseIsSilent.getAsBoolean()) {
                    throw Failures.unavailable(e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Failures.unavailable(e);
            }
        }
    }
}
