package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;

/** What became of a patch. */
public sealed interface PatchOutcome {
    /** The object as it would be; not yet judged. */
    record Patched(JsonNode tree) implements PatchOutcome {}

    /** The patch contradicts itself, its target or the schema; the message is a sentence for its author. */
    record Unusable(String message) implements PatchOutcome {}

    /** Ends the patching. */
    final class Stop extends Exception {
        Stop(String message) {
            super(message);
        }

        Unusable outcome() {
            return new Unusable(String.valueOf(getMessage()));
        }
    }
}
