package dev.convoy.registry.store;

import static dev.convoy.registry.store.Samples.ANN;
import static dev.convoy.registry.store.Samples.count;
import static dev.convoy.registry.store.Samples.counting;
import static dev.convoy.registry.store.Samples.route;
import static dev.convoy.registry.store.Samples.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.embedded.TestDatabase;
import dev.convoy.model.ObjectId;
import dev.convoy.registry.encryption.Encryption;
import dev.convoy.registry.store.ObjectStore.Change;
import dev.convoy.registry.store.ObjectStore.Changes;
import dev.convoy.registry.store.ObjectStore.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresConcurrencyTest {
    private static final int WRITERS = 32;
    private static final int COUNTERS = 4;
    private static final int ROUNDS = 5;
    private static final long EACH = (long) WRITERS / COUNTERS * ROUNDS;

    private TestDatabase database;
    private PostgresObjectStore store;
    private PostgresObjectStore replica;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        Encryption encryption = Encryption.unkept();
        store = PostgresObjectStore.start(database.url(), encryption, Retention.DEFAULT);
        replica = PostgresObjectStore.start(database.url(), encryption, Retention.DEFAULT);
    }

    @AfterEach
    void close() {
        replica.close();
        store.close();
        database.close();
    }

    @Test
    void thirtyTwoWritersOnTwoReplicasLoseNoUpdateAndAFollowerMissesNone() throws Exception {
        List<ObjectId> counters = IntStream.range(0, COUNTERS)
                .mapToObj(i -> route("counter-" + i))
                .toList();
        counters.forEach(id -> store.commit(List.of(new Write.Create(id, counting(0))), ANN));
        AtomicBoolean writing = new AtomicBoolean(true);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Change>> followed = threads.submit(() -> follow(writing));
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                ObjectStore through = writer % 2 == 0 ? store : replica;
                ObjectId counter = counters.get(writer % counters.size());
                writers.add(threads.submit(() -> increment(through, counter)));
            }
            awaitAll(writers);
            writing.set(false);

            for (ObjectId counter : counters) {
                assertThat(count(replica.find(counter).orElseThrow())).isEqualTo(EACH);
            }
            // Each change counts one up: whoever saw them all, in order, saw every number.
            assertThat(followed.get().stream()
                            .filter(change -> change.object().id().equals(counters.getFirst()))
                            .map(change -> count(change.object())))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(0, EACH).boxed().toList());
            assertThat(followed.get()).extracting(Change::revision).isSorted();
        }
    }

    private static void increment(ObjectStore through, ObjectId counter) {
        int done = 0;
        while (done < ROUNDS) {
            StoredObject current = through.find(counter).orElseThrow();
            try {
                through.commit(
                        List.of(new Write.Replace(counter, counting(count(current) + 1), current.revision())), ANN);
                done++;
            } catch (StoreException e) {
                assertThat(e.code()).isEqualTo(StoreException.Code.CONFLICT);
            }
        }
    }

    private List<Change> follow(AtomicBoolean writing) {
        List<Change> seen = new ArrayList<>();
        long revision = 0;
        boolean last;
        do {
            last = !writing.get();
            Changes changes = replica.changesAfter(revision, 7);
            while (changes.upTo() > revision) {
                revision = changes.upTo();
                seen.addAll(changes.changes());
                changes = replica.changesAfter(revision, 7);
            }
        } while (!last);
        return seen;
    }

    /** The door refuses such a name; were it ever let in, it would stop the transaction of everybody who waits beside it. */
    @Test
    void whatPostgresRefusesHarmsOnlyItsAuthor() throws Exception {
        String endless = new Random(1)
                .ints(8_000, 'a', 'z')
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            List<Future<?>> hostile = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                ObjectId id = route("web-" + i);
                ObjectId impossible = route(endless + i);
                writers.add(threads.submit(() -> store.commit(List.of(new Write.Put(id, counting(1))), ANN)));
                hostile.add(threads.submit(() -> store.commit(List.of(new Write.Put(impossible, counting(1))), ANN)));
            }
            awaitAll(writers);
            for (Future<?> one : hostile) {
                assertThatThrownBy(one::get).hasCauseInstanceOf(IllegalStateException.class);
            }
        }
        assertThat(store.listAll().items()).hasSize(10);
    }

    /** Not a promise: a figure, for whoever changes the store. */
    @Test
    void howFastItWrites() throws Exception {
        ObjectId id = route("web");
        store.commit(List.of(new Write.Create(id, counting(0))), ANN);
        int singles = 150;
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < singles; i++) {
                ObjectId own = route("web-" + i);
                writers.add(threads.submit(() -> store.commit(List.of(new Write.Put(own, counting(1))), ANN)));
            }
            awaitAll(writers);
        }
        print(singles, "single commits", start);

        start = System.nanoTime();
        int batches = 3;
        int size = 500;
        for (int batch = 0; batch < batches; batch++) {
            long number = batch;
            store.commit(
                    IntStream.range(0, size)
                            .<Write>mapToObj(i -> new Write.Put(service("s" + i), counting(number)))
                            .toList(),
                    ANN);
        }
        print(batches * size, "writes in batches of " + size, start);

        start = System.nanoTime();
        assertThat(store.listAll().items()).hasSize(1 + singles + size);
        print(1 + singles + size, "objects listed", start);
    }

    private static void print(int count, String what, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("store: %d %s in %.2f s, %.0f/s%n", count, what, seconds, count / seconds);
    }

    private static void awaitAll(List<Future<?>> all) throws ExecutionException, InterruptedException {
        for (Future<?> one : all) {
            one.get();
        }
    }
}
