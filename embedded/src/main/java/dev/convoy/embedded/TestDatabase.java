package dev.convoy.embedded;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/**
 * A migrated database of a test's own. The server is the one that {@code CONVOY_TEST_DATABASE_URL} names (its user must be allowed to
 * create databases), else an embedded one for the whole JVM; it prints its choice once. A missing server is a failure, never a skip.
 */
public final class TestDatabase implements AutoCloseable {
    private final String name;

    private TestDatabase(String name) {
        this.name = name;
    }

    /** Copies the migrated template. */
    public static TestDatabase create() {
        String name = unusedName();
        Server.ONE.execute("create database " + name + " template " + Server.ONE.template());
        return new TestDatabase(name);
    }

    public String url() {
        return Server.ONE.url(name);
    }

    public String jdbcUrl() {
        return jdbc(url());
    }

    /** Runs one statement, for what a test must arrange behind the program's back. */
    public void execute(String sql) {
        TestDatabase.execute(url(), sql);
    }

    /** Drops it, also where somebody is still connected. */
    @Override
    public void close() {
        Server.ONE.execute("drop database if exists " + name + " with (force)");
    }

    private static String unusedName() {
        return "convoy_test_" + UUID.randomUUID().toString().replace("-", "");
    }

    private static String jdbc(String url) {
        URI uri = URI.create(url);
        String[] who = uri.getUserInfo().split(":", 2);
        return "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath() + "?user=" + who[0]
                + (who.length > 1 ? "&password=" + who[1] : "");
    }

    private static void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(jdbc(url));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Where the databases are made. */
    private record Server(URI address, String template) {
        static final Server ONE = choose();

        private static Server choose() {
            String given = System.getenv("CONVOY_TEST_DATABASE_URL");
            if (given != null && !given.isEmpty()) {
                System.out.println("postgresql: the one of CONVOY_TEST_DATABASE_URL");
                Server server = migrated(given);
                Runtime.getRuntime()
                        .addShutdownHook(
                                new Thread(() -> server.execute("drop database " + server.template + " with (force)")));
                return server;
            }
            String url = EmbeddedPostgres.throwAway().url("postgres");
            System.out.println("postgresql: embedded, " + url);
            return migrated(url);
        }

        private static Server migrated(String url) {
            Server server = new Server(URI.create(url), unusedName());
            server.execute("create database " + server.template);
            Flyway.configure()
                    .dataSource(jdbc(server.url(server.template)), null, null)
                    .load()
                    .migrate();
            return server;
        }

        String url(String database) {
            return address.resolve("/" + database).toString();
        }

        void execute(String sql) {
            TestDatabase.execute(address.toString(), sql);
        }
    }
}
