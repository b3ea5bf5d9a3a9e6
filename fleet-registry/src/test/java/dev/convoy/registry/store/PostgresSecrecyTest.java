package dev.convoy.registry.store;

import static dev.convoy.registry.store.Samples.ANN;
import static dev.convoy.registry.store.Samples.manifest;
import static dev.convoy.registry.store.Samples.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.embedded.TestDatabase;
import dev.convoy.registry.encryption.Encryption;
import dev.convoy.registry.encryption.WrongKeyException;
import dev.convoy.registry.store.ObjectStore.Write;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresSecrecyTest {
    private static final String CANARY = "Y2FuYXJ5";

    private TestDatabase database;
    private PostgresObjectStore store;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        store = PostgresObjectStore.start(database.url(), Encryption.unkept(), Retention.DEFAULT);
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    /** {@code kubectl apply} writes the whole Secret into an annotation, too. */
    private static Manifest holding(String value) {
        return manifest("{'metadata': {'name': 'tls', 'annotations': {'last-applied': 'key: " + value
                + "'}}, 'data': {'key': '" + value + "'}}");
    }

    @Test
    void noTableHoldsWhatASecretHoldsOrHeld() throws SQLException {
        store.commit(List.of(new Write.Create(secret("tls"), holding(CANARY))), ANN);
        store.commit(List.of(new Write.Put(secret("tls"), holding(CANARY + "Mg=="))), ANN);
        store.commit(List.of(new Write.Create(secret("gone"), holding(CANARY))), ANN);
        store.commit(List.of(new Write.Delete(secret("gone"), null)), ANN);

        String dump = dump("objects") + dump("changes") + dump("statuses") + dump("key_checks");
        assertThat(dump).contains("tls").contains("gone").doesNotContain(CANARY);
    }

    @Test
    void aSealedRowOpensInItsOwnPlaceOnly() {
        store.commit(List.of(new Write.Create(secret("mine"), holding(CANARY))), ANN);
        store.commit(List.of(new Write.Create(secret("theirs"), holding("b3RoZXI="))), ANN);
        database.execute(
                "update objects set sealed = (select sealed from objects where name = 'mine') where name = 'theirs'");

        assertThatThrownBy(() -> store.find(secret("theirs")))
                .hasRootCauseInstanceOf(java.security.GeneralSecurityException.class);
        assertThat(store.find(secret("mine"))).isPresent();
    }

    @Test
    void withAnotherKeyFileItDoesNotStart() {
        assertThatThrownBy(() -> PostgresObjectStore.start(database.url(), Encryption.unkept(), Retention.DEFAULT))
                .isInstanceOf(WrongKeyException.class)
                .hasMessageContaining("Put the key file back from its backup");
    }

    private String dump(String table) throws SQLException {
        StringBuilder dump = new StringBuilder();
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select cast(t as text) from " + table + " t")) {
            while (rows.next()) {
                dump.append(rows.getString(1)).append('\n');
            }
        }
        return dump.toString();
    }
}
