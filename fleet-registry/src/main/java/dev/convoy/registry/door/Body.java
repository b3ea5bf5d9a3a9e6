package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What somebody sent, read without trusting it. */
public sealed interface Body {
    /** How deep objects and lists may nest. */
    int MAX_DEPTH = 64;

    /** How many values one body may hold after its YAML aliases are written out. */
    int MAX_VALUES = 500_000;

    /**
     * An object.
     *
     * @param duplicates the paths of the fields that stand twice; the last one counts
     */
    record Parsed(ObjectNode json, List<String> duplicates) implements Body {
        public Parsed {
            duplicates = List.copyOf(duplicates);
        }
    }

    /** It is no object; the reason is a sentence for its author. */
    record Unreadable(String reason) implements Body {}

    static Body json(byte[] bytes) {
        return JsonText.read(bytes);
    }

    static Body yaml(byte[] bytes) {
        return YamlText.read(bytes);
    }

    /** A tree that was read before, for example the outcome of a patch. */
    static Body of(JsonNode tree) {
        return tree instanceof ObjectNode object
                ? new Parsed(object, List.of())
                : new Unreadable("The body must be one object with apiVersion, kind and metadata.");
    }
}
