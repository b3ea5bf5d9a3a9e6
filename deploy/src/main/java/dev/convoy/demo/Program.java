package dev.convoy.demo;

import dev.convoy.embedded.Leash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A program that we started, leashed to us, its output in a file. */
final class Program implements AutoCloseable {
    private static final Duration TO_END = Duration.ofSeconds(5);

    private final String name;
    private final Path log;
    private final Process process;

    private Program(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /** Runs a Java program with the JDK that runs us. */
    static Program java(String name, Path log, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return new Program(name, log, Leash.start(builder));
        } catch (IOException e) {
            throw new DemoFailure(name + " could not be started", e);
        }
    }

    /** Waits until it does what it was started for. */
    void await(Duration patience, BooleanSupplier serving) {
        if (!Waiting.until(patience, () -> !process.isAlive() || serving.getAsBoolean())) {
            throw DemoFailure.seeLog(
                    name + " is not up after " + patience.toSeconds() + " seconds; is the machine very busy?", log);
        }
        if (!process.isAlive()) {
            throw DemoFailure.seeLog(name + " ended with exit code " + process.exitValue() + ".", log);
        }
    }

    /** Whether its log has this line. */
    static boolean printed(Path log, String line) {
        try {
            return Files.readAllLines(log).contains(line);
        } catch (IOException e) {
            throw new DemoFailure(log + " cannot be read", e);
        }
    }

    /** {@code kill -9}; returns when it is dead. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Asks it to end, and ends it by force when that takes too long. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(TO_END)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }
}
