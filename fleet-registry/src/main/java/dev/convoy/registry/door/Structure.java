package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a tree into the shape of its schema, in place: what is not known is dropped, nulls are dropped, defaults are filled in. Collects
 * what is wrong.
 */
final class Structure {
    private static final int MOST_UNKNOWN = 20;

    private final Schema root;
    private final Values values;
    private final Causes causes = new Causes();
    private final List<String> unknown = new ArrayList<>();
    private final List<Runnable> defaultsInLists = new ArrayList<>();

    /** @param echo whether values may be repeated in messages; not so for Secrets */
    Structure(Schema root, boolean echo) {
        this.root = root;
        this.values = new Values(causes, echo);
    }

    /** Judges the part of the tree that lies at a path below the root. */
    void settle(Schema schema, JsonNode node, String path) {
        if (!values.hasType(schema, node, path)) {
            return;
        }
        switch (schema.type()) {
            case OBJECT -> settleObject(schema, (ObjectNode) node, path);
            case ARRAY -> settleList(schema, (ArrayNode) node, path);
            case STRING, INTEGER, NUMBER, BOOLEAN, INT_OR_STRING -> values.check(schema, node, path);
            case ANY -> {}
        }
    }

    List<Cause> causes() {
        return causes.list();
    }

    /** Unknown fields as Kubernetes warns of them, and where the field should perhaps have been. */
    List<String> unknown() {
        return List.copyOf(unknown);
    }

    /**
     * Takes the defaults out of the items of lists again. Everybody who reads an object knows them, and kubectl, which compares the lists of
     * custom kinds whole, would call the object changed at every apply.
     */
    void forgetDefaultsInLists() {
        defaultsInLists.forEach(Runnable::run);
    }

    private void settleObject(Schema schema, ObjectNode object, String path) {
        if (schema.open() && schema.properties().isEmpty()) {
            return;
        }
        for (String name : fieldNames(object)) {
            Schema field = schema.field(name);
            if (field == null) {
                if (!schema.open()) {
                    object.remove(name);
                    if (unknown.size() < MOST_UNKNOWN) {
                        unknown.add(unknownField(schema, path, name));
                    }
                }
            } else if (object.get(name).isNull()) {
                object.remove(name);
            }
        }
        for (Map.Entry<String, Schema> property : schema.properties().entrySet()) {
            JsonNode fallback = property.getValue().fallback();
            if (fallback != null && !object.has(property.getKey())) {
                object.set(property.getKey(), fallback.deepCopy());
                if (path.indexOf('[') >= 0) {
                    defaultsInLists.add(() -> object.remove(property.getKey()));
                }
            }
        }
        for (String name : schema.required()) {
            if (!object.has(name)) {
                Schema field = schema.properties().get(name);
                String what = field == null ? "a value" : "a value of type " + field.type().words;
                causes.add(Cause.required(TreeBuilder.child(path, name), "give it " + what));
            }
        }
        int size = object.size();
        if (size > schema.limits().maxSize()) {
            causes.add(Cause.tooMany(path, size, schema.limits().maxSize()));
        } else if (size < schema.limits().minSize()) {
            causes.add(Cause.required(path, "give at least " + schema.limits().minSize() + " fields"));
        }
        for (String name : fieldNames(object)) {
            Schema field = schema.field(name);
            if (field != null) {
                settle(
                        field,
                        object.get(name),
                        schema.isMap() ? path + "[" + name + "]" : TreeBuilder.child(path, name));
            }
        }
    }

    private void settleList(Schema schema, ArrayNode list, String path) {
        if (list.size() > schema.limits().maxSize()) {
            // Not looked into any further: the limits of lists are what bounds the work.
            causes.add(Cause.tooMany(path, list.size(), schema.limits().maxSize()));
            return;
        }
        if (list.size() < schema.limits().minSize()) {
            causes.add(Cause.required(path, "give at least " + schema.limits().minSize() + " items"));
        }
        Schema items = schema.items();
        if (items == null) {
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            settle(items, list.get(i), path + "[" + i + "]");
        }
        checkDuplicates(schema.listRules(), list, path);
    }

    private void checkDuplicates(Schema.ListRules rules, ArrayNode list, String path) {
        if (!rules.set() && rules.mapKeys().isEmpty()) {
            return;
        }
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode item = list.get(i);
            Object key = rules.set()
                    ? item
                    : rules.mapKeys().stream().map(item::path).toList();
            if (!seen.add(key)) {
                String what = rules.set() ? "the same value" : "the same " + String.join(" and ", rules.mapKeys());
                JsonNode shown = rules.set() ? item : item.path(rules.mapKeys().getFirst());
                causes.add(Cause.duplicate(
                        path + "[" + i + "]", shown, what + " stands in this list already; remove one"));
            }
        }
    }

    private String unknownField(Schema schema, String path, String name) {
        String message = "unknown field \"" + TreeBuilder.child(path, name) + '"';
        Optional<String> near = Nearest.to(name, schema.properties().keySet());
        if (near.isPresent()) {
            return message + ": did you mean \"" + near.get() + "\"?";
        }
        return home(root, "", name, 0)
                .map(home -> message + ": it belongs under \"" + home + '"')
                .orElse(message);
    }

    /** Where the schema has a field of this name, the nearest to the root. */
    private static Optional<String> home(Schema schema, String path, String name, int depth) {
        if (depth > 0 && schema.properties().containsKey(name)) {
            return Optional.of(path);
        }
        List<String> found = new ArrayList<>();
        schema.properties().forEach((field, property) -> {
            if (depth > 0 || field.equals("spec")) {
                home(property, TreeBuilder.child(path, field), name, depth + 1).ifPresent(found::add);
            }
        });
        Schema items = schema.items();
        if (items != null) {
            home(items, path + "[]", name, depth + 1).ifPresent(found::add);
        }
        return found.stream().min(Comparator.comparingInt(Structure::depth));
    }

    private static int depth(String path) {
        return path.split("\\.", -1).length;
    }

    private static List<String> fieldNames(ObjectNode object) {
        List<String> names = new ArrayList<>(object.size());
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
