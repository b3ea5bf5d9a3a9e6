package dev.convoy.registry.store;

import static dev.convoy.registry.store.Samples.ANN;
import static dev.convoy.registry.store.Samples.counting;
import static dev.convoy.registry.store.Samples.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.embedded.TestDatabase;
import dev.convoy.registry.encryption.Encryption;
import dev.convoy.registry.store.ObjectStore.Subscription;
import dev.convoy.registry.store.ObjectStore.Write;
import dev.convoy.registry.store.StoreException.Code;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clock only ends what would wait for ever. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PostgresOutageTest {
    private TestDatabase database;
    private TcpRelay line;
    private PostgresObjectStore store;
    private PostgresObjectStore another;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        URI direct = URI.create(database.url());
        line = new TcpRelay(direct.getPort());
        String relayed = database.url().replace(":" + direct.getPort(), ":" + line.port());
        Encryption encryption = Encryption.unkept();
        store = PostgresObjectStore.start(relayed, encryption, Retention.DEFAULT);
        another = PostgresObjectStore.start(database.url(), encryption, Retention.DEFAULT);
        store.commit(List.of(new Write.Create(route("web"), counting(0))), ANN);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        another.close();
        line.close();
        database.close();
    }

    @Test
    void aSilentDatabaseIsUnavailableSoonAndWorksAgainWhenItSpeaks() throws InterruptedException {
        line.goSilent();
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> store.commit(List.of(new Write.Put(route("web"), counting(1))), ANN))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.code()).isEqualTo(Code.UNAVAILABLE))
                    .as("the feed says so, before the driver or its pool gives up for another cause")
                    .hasCauseExactlyInstanceOf(TimeoutException.class)
                    .hasMessageContaining("it does not answer")
                    .hasMessageContaining("try again");
        }
        line.speakAgain();

        Duration outage = awaitSuccess();
        System.out.println("store: writes again " + outage.toMillis() + " ms after the silence");
        assertThat(store.find(route("web")).map(Samples::count)).contains(9L);
    }

    @Test
    void aCutLineIsMadeAnewAndNoCommitIsMissed() throws InterruptedException {
        Semaphore hints = new Semaphore(0);
        try (Subscription _ = store.onCommit(hints::release)) {
            for (int round = 1; round <= 3; round++) {
                line.cut();
                hints.drainPermits();
                another.commit(List.of(new Write.Put(route("web"), counting(round))), ANN);
                assertThat(hints.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
            }
        }
        awaitSuccess();
    }

    @Test
    void aReplicaThatFallsAsleepInTheMiddleOfACommitLosesItsTurn() throws SQLException, InterruptedException {
        try (Connection asleep = DriverManager.getConnection(database.jdbcUrl());
                Statement statement = asleep.createStatement()) {
            asleep.setAutoCommit(false);
            statement.execute(Commit.LOCK);

            System.out.println(
                    "store: another replica's turn came after " + awaitSuccess().toMillis() + " ms");
            assertThat(asleep.isValid(1)).isFalse();
        }
    }

    /** How long until a write succeeds; it may take some tries. */
    private Duration awaitSuccess() throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try {
                store.commit(List.of(new Write.Put(route("web"), counting(9))), ANN);
                return Duration.ofNanos(System.nanoTime() - start);
            } catch (StoreException e) {
                assertThat(e.code()).isEqualTo(Code.UNAVAILABLE);
                Thread.sleep(50);
            }
        }
    }
}
