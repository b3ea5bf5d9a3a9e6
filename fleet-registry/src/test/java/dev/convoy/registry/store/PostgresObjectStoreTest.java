package dev.convoy.registry.store;

import dev.convoy.embedded.TestDatabase;
import dev.convoy.registry.encryption.Encryption;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class PostgresObjectStoreTest implements ObjectStoreContract {
    private static TestDatabase database;
    private static PostgresObjectStore store;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        store = PostgresObjectStore.start(database.url(), Encryption.unkept(), Retention.DEFAULT);
    }

    @AfterAll
    static void close() {
        store.close();
        database.close();
    }

    @BeforeEach
    void empty() {
        database.execute("truncate objects, changes, statuses, gateway_addresses");
    }

    @Override
    public ObjectStore store() {
        return store;
    }

    @Override
    public void forgetHistory() {
        store.forget(new Retention(Duration.ofSeconds(-10), Duration.ofSeconds(-10)));
    }
}
