package dev.convoy.registry.store;

import dev.convoy.registry.store.ObjectStore.Author;
import dev.convoy.registry.store.ObjectStore.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * Commits wait for each other anyway: whose turn it is takes along all that wait, in one transaction. Each keeps its own revision and its
 * own fate, and nobody is answered before the transaction is committed.
 */
final class CommitQueue {
    private static final int WRITES_AT_ONCE = 1_000;

    private final Transactions transactions;
    private final Rows rows;
    private final Queue<Request> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore turn = new Semaphore(1, true);

    CommitQueue(Transactions transactions, Rows rows) {
        this.transactions = transactions;
        this.rows = rows;
    }

    /** One commit that somebody waits for. */
    record Request(List<Write> writes, Author author, CompletableFuture<List<StoredObject>> answer) {
        List<StoredObject> answered() {
            try {
                return answer.join();
            } catch (CompletionException e) {
                throw Failures.of(e);
            }
        }
    }

    List<StoredObject> commit(List<Write> writes, Author author) {
        Request request = new Request(writes, author, new CompletableFuture<>());
        waiting.add(request);
        try {
            transactions.inTurn(turn, () -> {
                while (!request.answer.isDone()) {
                    carryOut(nextFew());
                }
                return request;
            });
        } finally {
            waiting.remove(request);
        }
        return request.answered();
    }

    private List<Request> nextFew() {
        List<Request> few = new ArrayList<>();
        int writes = 0;
        Request next = waiting.poll();
        while (next != null) {
            few.add(next);
            writes += next.writes.size();
            next = writes < WRITES_AT_ONCE ? waiting.poll() : null;
        }
        return few;
    }

    private void carryOut(List<Request> requests) {
        try {
            transactions
                    .run(session -> new Commit(session, rows, requests).carryOut())
                    .forEach(Runnable::run);
        } catch (RuntimeException e) {
            if (requests.size() == 1 || e instanceof StoreException) {
                requests.forEach(request -> request.answer.completeExceptionally(e));
            } else {
                // One of them is to blame, and not the others.
                requests.forEach(request -> carryOut(List.of(request)));
            }
        }
    }
}
