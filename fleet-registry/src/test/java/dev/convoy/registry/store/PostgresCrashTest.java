package dev.convoy.registry.store;

import static dev.convoy.registry.store.Samples.ANN;
import static dev.convoy.registry.store.Samples.TOKYO;
import static dev.convoy.registry.store.Samples.count;
import static dev.convoy.registry.store.Samples.counting;
import static dev.convoy.registry.store.Samples.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.embedded.EmbeddedPostgres;
import dev.convoy.model.Kind;
import dev.convoy.model.ObjectId;
import dev.convoy.registry.encryption.Encryption;
import dev.convoy.registry.store.ObjectStore.Write;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL is killed under write load; {@code -Dconvoy.kills} says how often. */
class PostgresCrashTest {
    private static final int KILLS = Integer.getInteger("convoy.kills", 5);
    private static final int WRITERS = 4;
    private static final int BUNDLE = 20;

    @TempDir
    Path data;

    private final AtomicBoolean writing = new AtomicBoolean(true);

    @Test
    void noAcknowledgedWriteIsLostAndNoneIsHalfApplied() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        EmbeddedPostgres postgres =
                EmbeddedPostgres.durable(data.resolve("data")).withDatabase("convoy");
        Flyway.configure()
                .dataSource(postgres.jdbcUrl("convoy"), null, null)
                .load()
                .migrate();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try (PostgresObjectStore store =
                PostgresObjectStore.start(postgres.url("convoy"), Encryption.unkept(), Retention.DEFAULT)) {
            List<Future<Long>> acknowledged = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int own = writer;
                acknowledged.add(threads.submit(() -> write(store, own)));
            }
            for (int kill = 0; kill < KILLS; kill++) {
                Thread.sleep(200 + random.nextInt(600));
                postgres.kill();
                postgres = EmbeddedPostgres.durable(data.resolve("data"), postgres.port());
            }
            writing.set(false);

            long total = 0;
            for (int writer = 0; writer < WRITERS; writer++) {
                long last = acknowledged.get(writer).get(1, TimeUnit.MINUTES);
                total += last;
                assertKept(store, writer, last, seed);
            }
            System.out.printf("store: %d kills, %d bundles of %d acknowledged, none lost%n", KILLS, total, BUNDLE + 1);
        } finally {
            threads.shutdownNow();
            postgres.close();
        }
    }

    private static ObjectId part(int writer, int number) {
        return new ObjectId(TOKYO, Kind.SERVICE, "writer-" + writer, "part-" + number);
    }

    private static List<Write> bundle(int writer, long number) {
        List<Write> writes = new ArrayList<>(IntStream.range(0, BUNDLE)
                .<Write>mapToObj(part -> new Write.Put(part(writer, part), counting(number)))
                .toList());
        writes.add(new Write.Put(route("writer-" + writer), counting(number)));
        return writes;
    }

    /** Bundles number 1, 2, 3…, each repeated until it is acknowledged; returns the last, which was begun after the last kill. */
    private long write(ObjectStore store, int writer) throws InterruptedException {
        long number = 0;
        boolean more = true;
        while (more) {
            boolean mayBeLast = !writing.get();
            try {
                store.commit(bundle(writer, number + 1), ANN);
                number++;
                more = !mayBeLast;
            } catch (StoreException e) {
                assertThat(e.code()).isEqualTo(StoreException.Code.UNAVAILABLE);
                Thread.sleep(20);
            }
        }
        return number;
    }

    private static void assertKept(ObjectStore store, int writer, long acknowledged, long seed) {
        long kept = count(store.find(route("writer-" + writer)).orElseThrow());
        assertThat(kept).as("seed %d", seed).isEqualTo(acknowledged);
        assertThat(store.list(TOKYO, Kind.SERVICE, "writer-" + writer).items())
                .as("seed %d", seed)
                .hasSize(BUNDLE)
                .allSatisfy(part -> assertThat(count(part)).isEqualTo(kept));
    }
}
