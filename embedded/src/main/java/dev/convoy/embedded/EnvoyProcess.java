package dev.convoy.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A real Envoy, leashed to this JVM, in a working directory of its own: relative paths in its bootstrap and in what it hears by xDS begin
 * there. Its bootstrap should give the admin port as 0; the real one is learnt from Envoy.
 */
public final class EnvoyProcess implements AutoCloseable {
    private static final Duration TO_OPEN_ADMIN = Duration.ofSeconds(20);
    private static final Duration TO_DRAIN = Duration.ofSeconds(2);

    private final Process process;
    private final Path log;
    private final EnvoyAdmin admin;

    private EnvoyProcess(Process process, Path log, EnvoyAdmin admin) {
        this.process = process;
        this.log = log;
        this.admin = admin;
    }

    /** With one worker, and its log in {@code envoy.log} in the directory. */
    public static EnvoyProcess start(Path directory, String bootstrap) {
        return start(directory, bootstrap, 1, directory.resolve("envoy.log"));
    }

    /**
     * Returns when the admin address answers; {@link #awaitReady} waits for the configuration.
     *
     * @param bootstrap the bootstrap's path, relative to the directory
     * @param log where Envoy's log is appended to
     */
    public static EnvoyProcess start(Path directory, String bootstrap, int concurrency, Path log) {
        try {
            Path addressFile = Files.createTempFile("envoy-admin", ".address");
            try {
                Process process = launch(directory, bootstrap, concurrency, log, addressFile);
                try {
                    return new EnvoyProcess(process, log, new EnvoyAdmin(adminAddress(process, addressFile, log)));
                } catch (RuntimeException e) {
                    process.destroyForcibly();
                    throw e;
                }
            } finally {
                Files.deleteIfExists(addressFile);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Envoy cannot be started in " + directory, e);
        }
    }

    private static Process launch(Path directory, String bootstrap, int concurrency, Path log, Path addressFile)
            throws IOException {
        List<String> command = List.of(
                EnvoyBinary.find().toAbsolutePath().toString(),
                "--config-path",
                bootstrap,
                "--use-dynamic-base-id",
                "--concurrency",
                Integer.toString(concurrency),
                "--admin-address-path",
                addressFile.toString());
        return Leash.start(new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
    }

    private static String adminAddress(Process process, Path file, Path log) {
        await(
                process,
                log,
                TO_OPEN_ADMIN,
                "has not opened its admin address",
                () -> !read(file).isEmpty());
        return read(file);
    }

    public EnvoyAdmin admin() {
        return admin;
    }

    /** Waits until it has its first configuration and serves; otherwise fails with the end of its log. */
    public EnvoyProcess awaitReady(Duration patience) {
        await(process, log, patience, "is not ready", admin::ready);
        return this;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public Path log() {
        return log;
    }

    /** {@code kill -9}; returns when it is dead. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Stops it where it stands (SIGSTOP), as a hung machine would. */
    public void pause() {
        signal("STOP");
    }

    /** Wakes it after {@link #pause}. */
    public void resume() {
        signal("CONT");
    }

    /** Ends it with SIGTERM, and by force when that takes too long. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(TO_DRAIN)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start();
            if (kill.onExit().join().exitValue() != 0) {
                throw new IllegalStateException("Envoy " + process.pid() + " cannot be sent SIG" + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(
            Process process, Path log, Duration patience, String otherwise, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            boolean late = System.nanoTime() > deadline;
            if (late || !process.isAlive()) {
                throw new IllegalStateException((late ? "Envoy " + otherwise + " after " + patience : "Envoy ended")
                        + "; the end of " + log + ":\n" + LogTail.of(log));
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for Envoy", e);
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
