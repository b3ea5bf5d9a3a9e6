package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.convoy.registry.store.Manifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The schemas' conditions ({@code x-kubernetes-validations}), in the words of those who wrote them. Lists have lengths by schema and
 * iterations a limit, so that the work is bounded.
 */
final class Conditions {
    /** Field names that are words of CEL are written {@code __so__} there. */
    private static final Set<String> WORDS = Set.of(
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while");

    private static final Cel CEL = CelFactory.standardCelBuilder()
            .setOptions(CelOptions.current().comprehensionMaxIterations(100_000).build())
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("self", SimpleType.DYN)
            .addVar("oldSelf", SimpleType.DYN)
            .addCompilerLibraries(CelExtensions.strings())
            .addRuntimeLibraries(CelExtensions.strings())
            .build();

    /** Compiled when first asked for: most objects meet few of the conditions. */
    private static final Map<String, CelRuntime.Program> PROGRAMS = new ConcurrentHashMap<>();

    private Conditions() {}

    /** The tree must have its schema's shape. */
    static void check(Schema schema, ObjectNode object, @Nullable Manifest before, Causes causes) {
        if (schema.conditional()) {
            check(schema, value(object), before == null ? null : value(before.json()), "", causes);
        }
    }

    private static void check(Schema schema, Object self, @Nullable Object oldSelf, String path, Causes causes) {
        for (Schema.Rule rule : schema.rules()) {
            boolean transition = rule.condition().contains("oldSelf");
            if ((!transition || oldSelf != null) && !causes.full()) {
                Map<String, Object> variables =
                        transition && oldSelf != null ? Map.of("self", self, "oldSelf", oldSelf) : Map.of("self", self);
                if (!holds(rule, variables)) {
                    causes.add(Cause.invalid(path, rule.message()));
                }
            }
        }
        switch (self) {
            case Map<?, ?> fields -> checkFields(schema, fields, oldSelf, path, causes);
            case List<?> list -> {
                Schema items = schema.items();
                for (int i = 0; items != null && items.conditional() && i < list.size(); i++) {
                    check(items, list.get(i), null, path + "[" + i + "]", causes);
                }
            }
            default -> {}
        }
    }

    private static void checkFields(
            Schema schema, Map<?, ?> fields, @Nullable Object oldSelf, String path, Causes causes) {
        for (Map.Entry<String, Schema> property : schema.properties().entrySet()) {
            String word = word(property.getKey());
            Object field = fields.get(word);
            if (field != null && property.getValue().conditional()) {
                Object old = oldSelf instanceof Map<?, ?> olds ? olds.get(word) : null;
                check(property.getValue(), field, old, TreeBuilder.child(path, property.getKey()), causes);
            }
        }
    }

    /** A condition that cannot be answered does not hold: as in Kubernetes. */
    private static boolean holds(Schema.Rule rule, Map<String, Object> variables) {
        try {
            return Boolean.TRUE.equals(PROGRAMS.computeIfAbsent(rule.condition(), Conditions::compile)
                    .eval(variables));
        } catch (CelEvaluationException _) {
            return false;
        }
    }

    private static CelRuntime.Program compile(String condition) {
        try {
            return CEL.createProgram(CEL.compile(condition).getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException("a bundled condition is not CEL: " + condition, e);
        }
    }

    private static String word(String field) {
        return WORDS.contains(field) ? "__" + field + "__" : field;
    }

    private static Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, Object> fields = new HashMap<>();
                node.properties().forEach(field -> fields.put(word(field.getKey()), value(field.getValue())));
                yield fields;
            }
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                node.forEach(item -> items.add(value(item)));
                yield items;
            }
            case NUMBER -> node.isIntegralNumber() ? (Object) node.longValue() : (Object) node.doubleValue();
            case BOOLEAN -> node.booleanValue();
            case STRING, BINARY, NULL, MISSING, POJO -> node.asText();
        };
    }
}
