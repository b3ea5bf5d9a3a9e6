package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import dev.convoy.model.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The bundled schemas: one for each kind, ready to judge with, and as OpenAPI for clients. */
final class Schemas {
    static final String REFERENCE = "#/components/schemas/";
    /** Takes any object. */
    static final Schema FREE = new Schema(
            Schema.Type.OBJECT,
            Map.of(),
            null,
            null,
            true,
            Set.of(),
            null,
            "",
            new Schema.Limits(List.of(), null, null, null, 0, Integer.MAX_VALUE),
            new Schema.ListRules(false, List.of()),
            new Schema.Merge(Set.of(), ""),
            List.of(),
            false);

    private static final Schemas BUNDLED = new Schemas();

    /** By component name, as Kubernetes names them. */
    private final ObjectNode components;

    private final Map<Kind, JsonNode> sources = new EnumMap<>(Kind.class);
    private final Map<Kind, Schema> schemas = new EnumMap<>(Kind.class);

    private Schemas() {
        components = read("kubernetes");
        for (Kind kind : Kind.values()) {
            JsonNode source = switch (kind) {
                case NAMESPACE, SERVICE, SECRET -> components.required("io.k8s.api.core.v1." + kind.kindName());
                case ENDPOINT_SLICE -> components.required("io.k8s.api.discovery.v1.EndpointSlice");
                case MEMBERSHIP, GATEWAY_CLASS, GATEWAY, HTTP_ROUTE, REFERENCE_GRANT, SERVICE_EXPORT, SERVICE_IMPORT ->
                    read(kind.kindName());
            };
            sources.put(kind, source);
            schemas.put(kind, compile(source));
        }
    }

    static Schema of(Kind kind) {
        return present(BUNDLED.schemas.get(kind), kind);
    }

    /** As it was bundled, with references to {@link #component}s. */
    static JsonNode source(Kind kind) {
        return present(BUNDLED.sources.get(kind), kind);
    }

    static JsonNode component(String name) {
        return BUNDLED.components.required(name);
    }

    private static <T> T present(@Nullable T value, Kind kind) {
        if (value == null) {
            throw new IllegalStateException("no schema of " + kind);
        }
        return value;
    }

    private static ObjectNode read(String name) {
        try (InputStream resource = Schemas.class.getResourceAsStream("schemas/" + name + ".json")) {
            if (resource == null) {
                throw new IllegalStateException("the schema " + name + " is not in this program");
            }
            return (ObjectNode) new ObjectMapper().readTree(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Schema compile(JsonNode written) {
        JsonNode node = resolve(written);
        Map<String, Schema> properties = new LinkedHashMap<>();
        node.path("properties").properties().forEach(p -> properties.put(p.getKey(), compile(p.getValue())));
        Schema items = node.has("items") ? compile(node.get("items")) : null;
        JsonNode values = node.path("additionalProperties");
        Schema.Type type = type(node);
        boolean untyped = type == Schema.Type.OBJECT && properties.isEmpty() && !values.isObject();
        List<Schema.Rule> rules = rules(node.path("x-kubernetes-validations"));
        return new Schema(
                type,
                Collections.unmodifiableMap(properties),
                items,
                values.isObject() ? compile(values) : null,
                untyped || node.path("x-kubernetes-preserve-unknown-fields").asBoolean(),
                new TreeSet<>(texts(node.path("required"))),
                // A default beside a reference belongs to the field and not to what it refers to.
                written.has("default") ? written.get("default") : node.get("default"),
                node.path("format").asText(""),
                limits(node),
                new Schema.ListRules(
                        node.path("x-kubernetes-list-type").asText().equals("set"),
                        texts(node.path("x-kubernetes-list-map-keys"))),
                new Schema.Merge(
                        Set.of(node.path("x-kubernetes-patch-strategy").asText().split(",", -1)),
                        node.path("x-kubernetes-patch-merge-key").asText()),
                rules,
                !rules.isEmpty()
                        || (items != null && items.conditional())
                        || properties.values().stream().anyMatch(Schema::conditional));
    }

    private static List<Schema.Rule> rules(JsonNode validations) {
        return validations
                .valueStream()
                .map(rule -> new Schema.Rule(
                        rule.path("rule").asText(),
                        rule.path("message")
                                .asText("must satisfy " + rule.path("rule").asText())))
                .toList();
    }

    /** {@code allOf} with one reference is how OpenAPI gives a reference a description of its own. */
    private JsonNode resolve(JsonNode node) {
        String reference = node.has("$ref")
                ? node.get("$ref").asText()
                : node.path("allOf").path(0).path("$ref").asText();
        return reference.isEmpty() ? node : components.required(reference.substring(REFERENCE.length()));
    }

    private static Schema.Type type(JsonNode node) {
        if (node.path("format").asText().equals("int-or-string")) {
            return Schema.Type.INT_OR_STRING;
        }
        return switch (node.path("type").asText()) {
            case "object" -> Schema.Type.OBJECT;
            case "array" -> Schema.Type.ARRAY;
            case "string" -> Schema.Type.STRING;
            case "integer" -> Schema.Type.INTEGER;
            case "number" -> Schema.Type.NUMBER;
            case "boolean" -> Schema.Type.BOOLEAN;
            default -> Schema.Type.ANY;
        };
    }

    private static Schema.Limits limits(JsonNode node) {
        JsonNode pattern = node.path("pattern");
        return new Schema.Limits(
                texts(node.path("enum")),
                pattern.isTextual() ? Pattern.compile(pattern.asText()) : null,
                number(node.path("minimum")),
                number(node.path("maximum")),
                size(node, "min", 0),
                size(node, "max", Integer.MAX_VALUE));
    }

    private static int size(JsonNode node, String which, int otherwise) {
        return node.path(which + "Length")
                .asInt(node.path(which + "Items")
                        .asInt(node.path(which + "Properties").asInt(otherwise)));
    }

    private static @Nullable BigDecimal number(JsonNode node) {
        return node.isNumber() ? node.decimalValue() : null;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return List.copyOf(texts);
    }
}
