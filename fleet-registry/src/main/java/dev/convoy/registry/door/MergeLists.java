package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The lists of a strategic merge patch: elements with the same key merge, new ones are added, and a directive deletes or replaces. */
final class MergeLists {
    /** Merging compares every element with every other. */
    private static final int LONGEST = 1000;

    private MergeLists() {}

    private static boolean merges(Schema schema) {
        return schema.merge().strategies().contains("merge");
    }

    static ArrayNode merge(@Nullable Schema schema, ArrayNode present, ArrayNode patch) throws PatchOutcome.Stop {
        if (schema == null || !merges(schema)) {
            return withoutDirectives(patch);
        }
        requireShort(present.size() + patch.size());
        if (patch.valueStream()
                .anyMatch(item -> item.size() == 1 && directive(item).equals("replace"))) {
            return withoutDirectives(patch);
        }
        String key = schema.merge().key();
        return key.isEmpty() ? union(present, patch) : mergeByKey(schema, key, present, patch);
    }

    private static ArrayNode union(ArrayNode present, ArrayNode patch) {
        Set<JsonNode> all = new LinkedHashSet<>();
        present.forEach(all::add);
        patch.forEach(all::add);
        return list(all);
    }

    private static ArrayNode mergeByKey(Schema schema, String key, ArrayNode present, ArrayNode patch)
            throws PatchOutcome.Stop {
        List<JsonNode> merged = new ArrayList<>();
        present.forEach(merged::add);
        for (JsonNode item : patch) {
            if (!(item instanceof ObjectNode change) || !change.has(key)) {
                throw new PatchOutcome.Stop(
                        "Each element of this list in a strategic merge patch needs its merge key \"" + key + "\".");
            }
            JsonNode value = change.get(key);
            int at = IntStream.range(0, merged.size())
                    .filter(i -> merged.get(i).path(key).equals(value))
                    .findFirst()
                    .orElse(-1);
            switch (directive(change)) {
                case "delete" -> merged.removeIf(other -> other.path(key).equals(value));
                case "replace" -> put(merged, at, StrategicMergePatch.withoutDirectives(change));
                case "", "merge" -> {
                    ObjectNode base = at >= 0 && merged.get(at) instanceof ObjectNode found
                            ? found
                            : TreeBuilder.NODES.objectNode();
                    put(merged, at, StrategicMergePatch.merge(schema.items(), base, change));
                }
                default -> throw new PatchOutcome.Stop("$patch must be merge, replace or delete.");
            }
        }
        return list(merged);
    }

    private static void put(List<JsonNode> list, int at, JsonNode item) {
        if (at < 0) {
            list.add(item);
        } else {
            list.set(at, item);
        }
    }

    static void deleteValues(ObjectNode target, String name, JsonNode values) throws PatchOutcome.Stop {
        if (!values.isArray()) {
            throw new PatchOutcome.Stop(
                    "$deleteFromPrimitiveList/" + name + " must be a list of the values to delete.");
        }
        if (target.path(name) instanceof ArrayNode present) {
            requireShort(present.size() + values.size());
            List<JsonNode> unwanted = values.valueStream().toList();
            target.set(
                    name,
                    list(present.valueStream()
                            .filter(item -> !unwanted.contains(item))
                            .toList()));
        }
    }

    /** Puts the named elements into the order given. What only the server has keeps its place before its old successor. */
    static void order(@Nullable Schema schema, ObjectNode target, String name, JsonNode order)
            throws PatchOutcome.Stop {
        if (!order.isArray()) {
            throw new PatchOutcome.Stop("$setElementOrder/" + name + " must be a list.");
        }
        if (schema == null || !merges(schema) || !(target.path(name) instanceof ArrayNode present)) {
            return;
        }
        requireShort(present.size() + order.size());
        String key = schema.merge().key();
        List<JsonNode> wanted = order.valueStream().map(item -> key(item, key)).toList();
        List<JsonNode> named = new ArrayList<>();
        List<JsonNode> others = new ArrayList<>();
        for (JsonNode item : present) {
            (wanted.contains(key(item, key)) ? named : others).add(item);
        }
        named.sort(Comparator.comparingInt(item -> wanted.indexOf(key(item, key))));
        target.set(name, list(interleaved(named, others, present.valueStream().toList())));
    }

    /** Merges two ordered lists; between two elements, the order in which the server had them decides. */
    private static List<JsonNode> interleaved(List<JsonNode> named, List<JsonNode> others, List<JsonNode> before) {
        List<JsonNode> result = new ArrayList<>();
        int i = 0;
        for (JsonNode other : others) {
            while (i < named.size() && before.indexOf(named.get(i)) < before.indexOf(other)) {
                result.add(named.get(i++));
            }
            result.add(other);
        }
        result.addAll(named.subList(i, named.size()));
        return result;
    }

    private static void requireShort(int size) throws PatchOutcome.Stop {
        if (size > LONGEST) {
            throw new PatchOutcome.Stop("A list of more than " + LONGEST
                    + " elements is too long for a strategic merge patch; send application/merge-patch+json.");
        }
    }

    private static JsonNode key(JsonNode item, String key) {
        return key.isEmpty() ? item : item.path(key);
    }

    private static String directive(JsonNode item) {
        return item.path("$patch").asText("");
    }

    private static ArrayNode withoutDirectives(ArrayNode patch) {
        ArrayNode clean = TreeBuilder.NODES.arrayNode();
        for (JsonNode item : patch) {
            if (item instanceof ObjectNode object) {
                if (!object.has("$patch")) {
                    clean.add(StrategicMergePatch.withoutDirectives(object));
                }
            } else {
                clean.add(item.deepCopy());
            }
        }
        return clean;
    }

    private static ArrayNode list(Iterable<JsonNode> items) {
        ArrayNode list = TreeBuilder.NODES.arrayNode();
        items.forEach(list::add);
        return list;
    }
}
