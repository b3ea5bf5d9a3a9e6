package dev.convoy.registry.door;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code application/json-patch+json}, RFC 6902: a list of operations, all of which apply or none. */
public final class JsonPatch {
    private static final int MOST_OPERATIONS = 1000;

    private JsonNode tree;
    private int copied;

    private JsonPatch(JsonNode tree) {
        this.tree = tree;
    }

    /** A new tree; neither argument is changed. */
    public static PatchOutcome apply(JsonNode target, JsonNode patch) {
        if (!patch.isArray() || patch.size() > MOST_OPERATIONS) {
            return new PatchOutcome.Unusable(
                    "A JSON patch must be a list of at most " + MOST_OPERATIONS + " operations.");
        }
        JsonPatch state = new JsonPatch(target.deepCopy());
        try {
            for (int i = 0; i < patch.size(); i++) {
                state.apply(patch.path(i), "Operation " + i + " of the JSON patch");
            }
        } catch (PatchOutcome.Stop e) {
            return e.outcome();
        }
        return new PatchOutcome.Patched(state.tree);
    }

    private void apply(JsonNode operation, String name) throws PatchOutcome.Stop {
        JsonPointer path = pointer(operation, "path", name);
        switch (operation.path("op").asText()) {
            case "add" -> add(path, value(operation, name), name);
            case "remove" -> remove(path, name);
            case "replace" -> {
                remove(path, name);
                add(path, value(operation, name), name);
            }
            case "move" -> add(path, remove(pointer(operation, "from", name), name), name);
            case "copy" -> add(path, copy(pointer(operation, "from", name), name), name);
            case "test" -> {
                if (!tree.at(path).equals(value(operation, name))) {
                    throw new PatchOutcome.Stop(
                            name + " tests " + path + ", which has another value; read the object again.");
                }
            }
            default ->
                throw new PatchOutcome.Stop(name + " must have an op of add, remove, replace, move, copy or test.");
        }
    }

    private static JsonPointer pointer(JsonNode operation, String field, String name) throws PatchOutcome.Stop {
        try {
            if (operation.path(field).isTextual()) {
                return JsonPointer.compile(operation.path(field).asText());
            }
        } catch (IllegalArgumentException _) {
            // Answered as where it is missing.
        }
        throw new PatchOutcome.Stop(name + " needs a " + field + " such as /spec/rules/0.");
    }

    private static JsonNode value(JsonNode operation, String name) throws PatchOutcome.Stop {
        if (!operation.has("value")) {
            throw new PatchOutcome.Stop(name + " needs a value.");
        }
        return operation.get("value").deepCopy();
    }

    private JsonNode copy(JsonPointer from, String name) throws PatchOutcome.Stop {
        JsonNode value = tree.at(from);
        if (value.isMissingNode()) {
            throw missing(from, name);
        }
        copied += size(value);
        if (copied > Body.MAX_VALUES) {
            throw new PatchOutcome.Stop(name + " copies too much; send fewer or smaller copies.");
        }
        return value.deepCopy();
    }

    private static int size(JsonNode node) {
        int size = 1;
        for (JsonNode child : node) {
            size += size(child);
        }
        return size;
    }

    private void add(JsonPointer path, JsonNode value, String name) throws PatchOutcome.Stop {
        if (path.matches()) {
            tree = value;
            return;
        }
        String last = path.last().getMatchingProperty();
        switch (tree.at(path.head())) {
            case ObjectNode object -> object.set(last, value);
            case ArrayNode list -> {
                int index = last.equals("-") ? list.size() : path.last().getMatchingIndex();
                if (index < 0 || index > list.size()) {
                    throw missing(path, name);
                }
                list.insert(index, value);
            }
            default -> throw missing(path, name);
        }
    }

    private JsonNode remove(JsonPointer path, String name) throws PatchOutcome.Stop {
        if (tree.at(path).isMissingNode() || path.matches()) {
            throw missing(path, name);
        }
        return switch (tree.at(path.head())) {
            case ObjectNode object -> object.remove(path.last().getMatchingProperty());
            case ArrayNode list -> list.remove(path.last().getMatchingIndex());
            default -> throw missing(path, name);
        };
    }

    private static PatchOutcome.Stop missing(JsonPointer path, String name) {
        return new PatchOutcome.Stop(name + " names " + (path.matches() ? "the whole object" : path)
                + ", which is not there; look at the object and mend the path.");
    }
}
