package dev.convoy.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL on loopback, leashed to this JVM: it ends when the JVM does, however that ends. Everybody on this machine may log
 * in as its superuser: it is for tests, the demo and a first try.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String USER = "postgres";
    private static final Duration TO_START = Duration.ofSeconds(60);
    private static final Duration TO_END = Duration.ofSeconds(20);

    private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;
    private final ProcessHandle process;

    private EmbeddedPostgres(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, ProcessHandle process) {
        this.server = server;
        this.process = process;
    }

    /** Serves this directory, made where it is missing, on a free port; what is in it stays, also after a crash of the machine. */
    public static EmbeddedPostgres durable(Path dataDirectory) {
        try (ReservedPort port = new ReservedPort()) {
            return durable(dataDirectory, builder(port));
        }
    }

    /** As {@link #durable(Path)}, on a port of one's own choice. */
    public static EmbeddedPostgres durable(Path dataDirectory, int port) {
        requireFree(port);
        return durable(dataDirectory, builder(port));
    }

    private static EmbeddedPostgres durable(
            Path dataDirectory, io.zonky.test.db.postgres.embedded.EmbeddedPostgres.Builder builder) {
        builder.setDataDirectory(dataDirectory)
                .setCleanDataDirectory(false)
                // The library switches both off, for tests. The last word counts.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on");
        return start(builder, new DataDirectory(dataDirectory.toAbsolutePath()));
    }

    /** Empty, as fast as can be, and deleted when it is closed or the JVM ends. */
    public static EmbeddedPostgres throwAway() {
        try (ReservedPort port = new ReservedPort()) {
            Path directory = Files.createTempDirectory("convoy-postgres");
            return start(
                    builder(port)
                            .setDataDirectory(directory)
                            .setCleanDataDirectory(true)
                            .setRegisterShutdownHook(true),
                    new DataDirectory(directory));
        } catch (IOException e) {
            throw new UncheckedIOException("There is no folder for a temporary database.", e);
        }
    }

    /** Making the data directory takes seconds: the port is let go just before the server takes it. */
    private static io.zonky.test.db.postgres.embedded.EmbeddedPostgres.Builder builder(ReservedPort port) {
        return builder(port.number()).setDataDirectoryCustomizer(_ -> port.close());
    }

    private static io.zonky.test.db.postgres.embedded.EmbeddedPostgres.Builder builder(int port) {
        return io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                .setPort(port)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(TO_START)
                .setLocaleConfig("locale", "C")
                .setServerConfig("listen_addresses", HOST)
                .setServerConfig("unix_socket_directories", "");
    }

    private static EmbeddedPostgres start(
            io.zonky.test.db.postgres.embedded.EmbeddedPostgres.Builder builder, DataDirectory directory) {
        directory.requireFree();
        try {
            var server = builder.start();
            ProcessHandle process = directory
                    .server()
                    .orElseThrow(() ->
                            new IllegalStateException("PostgreSQL ended while it started in " + directory.path()));
            Leash.tie(process);
            return new EmbeddedPostgres(server, process);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL cannot be started in " + directory.path(), e);
        }
    }

    /** Makes a database where it is missing. */
    public EmbeddedPostgres withDatabase(String name) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(USER));
                Statement statement = connection.createStatement()) {
            boolean missing;
            try (ResultSet found = statement.executeQuery("select 1 from pg_database where datname = '" + name + "'")) {
                missing = !found.next();
            }
            if (missing) {
                statement.execute("create database \"" + name + "\"");
            }
            return this;
        } catch (SQLException e) {
            throw new IllegalStateException("The database " + name + " cannot be made.", e);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** As {@code psql}, the hub and reactive clients take it. */
    public String url(String database) {
        return "postgresql://" + USER + "@" + HOST + ":" + port() + "/" + database;
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + HOST + ":" + port() + "/" + database + "?user=" + USER;
    }

    public long pid() {
        return process.pid();
    }

    /**
     * {@code kill -9}; returns when it is dead, and all that worked for it too: they find out by themselves, and until they are gone, no
     * other server may have their memory.
     */
    public void kill() {
        CompletableFuture<?>[] helpers =
                process.descendants().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        process.destroyForcibly();
        process.onExit().join();
        // Where one does not end even so, the next server says it best.
        CompletableFuture.allOf(helpers)
                .completeOnTimeout(null, TO_END.toSeconds(), TimeUnit.SECONDS)
                .join();
        close();
    }

    /** Stops it at once: connections are cut, transactions rolled back. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Port " + port + " of " + HOST
                            + " is taken. End the program that listens there, or give another port.",
                    e);
        }
    }
}
