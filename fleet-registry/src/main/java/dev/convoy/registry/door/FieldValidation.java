package dev.convoy.registry.door;

import java.util.Optional;

/** What happens to unknown and duplicate fields: they are always dropped, and this decides what the author hears of it. */
public enum FieldValidation {
    /** The request is refused. */
    STRICT,
    /** The author is warned. */
    WARN,
    /** Nothing is said. */
    IGNORE;

    /** Reads the query parameter {@code fieldValidation}; empty where it is none of {@code Strict}, {@code Warn}, {@code Ignore}. */
    public static Optional<FieldValidation> of(String parameter) {
        return switch (parameter) {
            case "Strict" -> Optional.of(STRICT);
            case "Warn" -> Optional.of(WARN);
            case "Ignore" -> Optional.of(IGNORE);
            default -> Optional.empty();
        };
    }
}
