package dev.convoy.control.api;

import dev.convoy.registry.door.Nearest;
import java.util.List;

/** What to try where a path leads nowhere. */
final class Nearby {
    private Nearby() {}

    /** The name that somebody probably meant, or all there are. */
    static String hint(String given, List<String> known) {
        return Nearest.to(given, known)
                .map(name -> "Did you mean \"" + name + "\"?")
                .orElseGet(() -> "There are: " + String.join(", ", known) + ".");
    }
}
