package dev.convoy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @TempDir
    Path folder;

    @Test
    void aDurableDirectoryKeepsItsDataAlsoWhenTheServerIsKilled() throws SQLException {
        Path data = folder.resolve("data");
        EmbeddedPostgres first =
                EmbeddedPostgres.durable(data).withDatabase("convoy").withDatabase("convoy");
        run(first.jdbcUrl("convoy"), "create table kept (n int)");
        run(first.jdbcUrl("convoy"), "insert into kept values (1)");
        int port = first.port();
        first.kill();

        try (EmbeddedPostgres second = EmbeddedPostgres.durable(data, port)) {
            assertThat(ask(second.jdbcUrl("convoy"), "select count(*) from kept"))
                    .isEqualTo("1");
            assertThat(ask(second.jdbcUrl("convoy"), "show fsync")).isEqualTo("on");
            assertThat(ask(second.jdbcUrl("convoy"), "show synchronous_commit")).isEqualTo("on");
            assertThat(second.url("convoy")).isEqualTo("postgresql://postgres@127.0.0.1:" + port + "/convoy");

            assertThatThrownBy(() -> EmbeddedPostgres.durable(data))
                    .hasMessage("The data directory " + data.toAbsolutePath()
                            + " is in use by the PostgreSQL with process id " + second.pid()
                            + ". End that one first, or name another directory.");
            assertThatThrownBy(() -> EmbeddedPostgres.durable(folder.resolve("other"), port))
                    .hasMessageContaining("Port " + port + " of 127.0.0.1 is taken");
        }
    }

    @Test
    void aCommandRunsWithADatabaseOfItsOwn() throws IOException, InterruptedException {
        var arguments = PostgresProgram.Arguments.parse(List.of(
                "--data",
                folder.resolve("data").toString(),
                "--",
                "sh",
                "-c",
                "case $CONVOY_DATABASE_URL in postgresql://*/convoy) exit 7;; esac"));

        assertThat(PostgresProgram.run(arguments)).isEqualTo(7);
        assertThat(new DataDirectory(folder.resolve("data")).server()).isEmpty();
    }

    @Test
    void aCommandLineThatIsWrongIsExplained() {
        assertThatThrownBy(() -> PostgresProgram.Arguments.parse(List.of("--data", "x", "hub")))
                .hasMessageStartingWith("usage: --data DIR");
        assertThatThrownBy(() -> PostgresProgram.Arguments.parse(List.of("--dir", "x", "--", "hub")))
                .hasMessageStartingWith("--dir is not known");
    }

    @Test
    void testsGetMigratedDatabasesOfTheirOwn() throws SQLException {
        try (TestDatabase one = TestDatabase.create();
                TestDatabase other = TestDatabase.create()) {
            one.execute("update counters set value = 5 where name = 'revision'");

            String question = "select value from counters where name = 'revision'";
            assertThat(ask(one.jdbcUrl(), question)).isEqualTo("5");
            assertThat(ask(other.jdbcUrl(), question)).isEqualTo("0");
        }
    }

    private static void run(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
