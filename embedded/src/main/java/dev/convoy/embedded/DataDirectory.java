package dev.convoy.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A folder that holds PostgreSQL's data, and who serves it at the moment. */
record DataDirectory(Path path) {
    /** A server whose JVM was killed is killed too, but takes a moment to be gone. */
    private static final Duration TO_BE_GONE = Duration.ofSeconds(2);

    /** The server that has this directory open; empty where none has, whatever an earlier one left behind. */
    Optional<ProcessHandle> server() {
        try {
            Path file = path.resolve("postmaster.pid");
            List<String> lines = Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
            return lines.isEmpty()
                    ? Optional.empty()
                    : running(Long.parseLong(lines.getFirst().strip()));
        } catch (IOException e) {
            throw new UncheckedIOException("The data directory " + path + " cannot be read.", e);
        }
    }

    /** Its pid may meanwhile be somebody else's. */
    private static Optional<ProcessHandle> running(long pid) {
        return ProcessHandle.of(pid)
                .filter(process -> process.info()
                        .command()
                        .map(it -> it.endsWith("postgres"))
                        .orElse(true));
    }

    void requireFree() {
        long deadline = System.nanoTime() + TO_BE_GONE.toNanos();
        Optional<ProcessHandle> server = server();
        while (server.isPresent()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "The data directory " + path + " is in use by the PostgreSQL with process id "
                                + server.get().pid() + ". End that one first, or name another directory.");
            }
            Pause.shortly();
            server = server();
        }
    }
}
