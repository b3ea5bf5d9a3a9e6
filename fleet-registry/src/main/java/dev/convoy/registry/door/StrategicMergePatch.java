package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.Kind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code application/strategic-merge-patch+json}: a merge patch in which lists whose schema names a merge key merge element by element.
 * Kubernetes has it for its own kinds only, and so has Convoy.
 */
public final class StrategicMergePatch {
    private static final String DIRECTIVE = "$patch";
    private static final String RETAIN_KEYS = "$retainKeys";
    private static final String SET_ORDER = "$setElementOrder/";
    private static final String DELETE_VALUES = "$deleteFromPrimitiveList/";

    private StrategicMergePatch() {}

    /** False for custom kinds; a patch of those answers {@code 415}. */
    public static boolean understands(Kind kind) {
        return switch (kind) {
            case NAMESPACE, SERVICE, SECRET, ENDPOINT_SLICE -> true;
            case MEMBERSHIP, GATEWAY_CLASS, GATEWAY, HTTP_ROUTE, REFERENCE_GRANT, SERVICE_EXPORT, SERVICE_IMPORT ->
                false;
        };
    }

    /** A new tree; neither argument is changed. */
    public static PatchOutcome apply(Kind kind, JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return new PatchOutcome.Unusable("A strategic merge patch must be an object with the fields to change.");
        }
        ObjectNode object = target instanceof ObjectNode present ? present.deepCopy() : TreeBuilder.NODES.objectNode();
        try {
            return new PatchOutcome.Patched(merge(Schemas.of(kind), object, changes));
        } catch (PatchOutcome.Stop e) {
            return e.outcome();
        }
    }

    /** Changes {@code target} in place, unless the patch replaces it. */
    static ObjectNode merge(@Nullable Schema schema, ObjectNode target, ObjectNode patch) throws PatchOutcome.Stop {
        switch (patch.path(DIRECTIVE).asText("merge")) {
            case "merge" -> {}
            case "replace" -> {
                return withoutDirectives(patch);
            }
            case "delete" -> {
                return TreeBuilder.NODES.objectNode();
            }
            default -> throw new PatchOutcome.Stop("$patch must be merge, replace or delete.");
        }
        retainKeys(target, patch);
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            String name = change.getKey();
            JsonNode value = change.getValue();
            if (name.startsWith(DELETE_VALUES)) {
                MergeLists.deleteValues(target, name.substring(DELETE_VALUES.length()), value);
            } else if (!name.startsWith("$")) {
                mergeField(schema == null ? null : schema.field(name), target, name, value);
            }
        }
        // Orders come last: they arrange what the patch added.
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            if (change.getKey().startsWith(SET_ORDER)) {
                String name = change.getKey().substring(SET_ORDER.length());
                MergeLists.order(schema == null ? null : schema.field(name), target, name, change.getValue());
            }
        }
        return target;
    }

    private static void mergeField(@Nullable Schema schema, ObjectNode target, String name, JsonNode value)
            throws PatchOutcome.Stop {
        switch (value) {
            case ObjectNode object -> {
                if (object.path(DIRECTIVE).asText().equals("delete")) {
                    target.remove(name);
                } else {
                    JsonNode present = target.path(name);
                    target.set(
                            name,
                            merge(
                                    schema,
                                    present instanceof ObjectNode o ? o : TreeBuilder.NODES.objectNode(),
                                    object));
                }
            }
            case ArrayNode list -> {
                ArrayNode present = target.path(name) instanceof ArrayNode a ? a : TreeBuilder.NODES.arrayNode();
                target.set(name, MergeLists.merge(schema, present, list));
            }
            default -> {
                if (value.isNull()) {
                    target.remove(name);
                } else {
                    target.set(name, value.deepCopy());
                }
            }
        }
    }

    /** {@code $retainKeys} clears what a union (such as a Service's type) no longer has. */
    private static void retainKeys(ObjectNode target, ObjectNode patch) throws PatchOutcome.Stop {
        JsonNode retained = patch.path(RETAIN_KEYS);
        if (retained.isMissingNode()) {
            return;
        }
        if (!retained.isArray()) {
            throw new PatchOutcome.Stop("$retainKeys must be a list of field names.");
        }
        List<String> names = retained.valueStream().map(JsonNode::asText).toList();
        target.retain(names);
    }

    static ObjectNode withoutDirectives(ObjectNode patch) {
        ObjectNode clean = TreeBuilder.NODES.objectNode();
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            if (!field.getKey().startsWith("$") && !field.getValue().isNull()) {
                clean.set(field.getKey(), withoutDirectives(field.getValue()));
            }
        }
        return clean;
    }

    private static JsonNode withoutDirectives(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> withoutDirectives(object);
            case ArrayNode list -> {
                ArrayNode clean = TreeBuilder.NODES.arrayNode();
                list.forEach(item -> {
                    if (!(item instanceof ObjectNode o) || !o.has(DIRECTIVE)) {
                        clean.add(withoutDirectives(item));
                    }
                });
                yield clean;
            }
            default -> node.deepCopy();
        };
    }
}
