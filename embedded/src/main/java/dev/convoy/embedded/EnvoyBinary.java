package dev.convoy.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The Envoy that the demo and the tests run: {@code ENVOY_BIN}, else the pinned one that {@code deploy/bin/fetch-envoy} keeps in the
 * repository's build folder, else the one on the PATH. It prints its choice once. A missing Envoy is a failure, never a skip.
 */
public final class EnvoyBinary {
    private EnvoyBinary() {}

    public static Path find() {
        return Choice.PATH;
    }

    /** Chosen, and printed, on first use. */
    private static final class Choice {
        static final Path PATH = choose();

        private static Path choose() {
            Path chosen = named().or(() -> fetched())
                    .or(() -> onPath())
                    .orElseThrow(() -> new IllegalStateException(
                            "There is no Envoy to run. Run deploy/bin/fetch-envoy and see what it says, or set"
                                    + " ENVOY_BIN to an Envoy."));
            System.out.println("envoy: " + chosen);
            return chosen;
        }
    }

    private static Optional<Path> named() {
        String named = System.getenv("ENVOY_BIN");
        if (named == null || named.isEmpty()) {
            return Optional.empty();
        }
        Path program = Path.of(named);
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException("ENVOY_BIN is " + named + ", which is not a program that can be run.");
        }
        return Optional.of(program);
    }

    private static Optional<Path> fetched() {
        return Checkout.find().flatMap(root -> fetchedBy(root.resolve("deploy/bin/fetch-envoy")));
    }

    private static Optional<Path> fetchedBy(Path script) {
        try {
            Process fetch = new ProcessBuilder(script.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String printed = new String(fetch.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return fetch.waitFor() == 0 ? Optional.of(Path.of(printed)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + script, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<Path> onPath() {
        String path = System.getenv("PATH");
        if (path == null) {
            return Optional.empty();
        }
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path program = Path.of(folder, "envoy");
            if (Files.isExecutable(program)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }
}
