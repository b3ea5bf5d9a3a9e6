package dev.convoy.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder that this repository lies in, where the program runs from one. */
public final class Checkout {
    private static final String LANDMARK = "deploy/bin/fetch-envoy";

    private Checkout() {}

    /** From the system property {@code convoy.root}, else the nearest folder above the working directory that looks like it. */
    public static Optional<Path> find() {
        String named = System.getProperty("convoy.root");
        Path start = Path.of(named == null ? "" : named).toAbsolutePath().normalize();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve(LANDMARK))) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    /** As {@link #find}; missing is an error that says what to do. */
    public static Path root() {
        return find().orElseThrow(() ->
                new IllegalStateException("This must run inside Convoy's repository: no folder at or above "
                        + Path.of("").toAbsolutePath() + " has " + LANDMARK
                        + ". Change there, or set -Dconvoy.root to it."));
    }
}
