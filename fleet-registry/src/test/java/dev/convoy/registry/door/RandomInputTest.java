package dev.convoy.registry.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.model.Kind;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Trees that follow the schemas more often than not, so that they reach every rule, and break them everywhere. */
class RandomInputTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "*",
            "%",
            "\r\n",
            "127.0.0.1",
            "RegularExpression",
            "(",
            "é\ud800",
            "Exact",
            "HTTPS",
            "1s",
            "a".repeat(300));

    private RandomGenerator random = RandomGenerator.getDefault();

    @Property(tries = 1000)
    void nothingThatSomebodySendsMakesTheDoorThrow(@ForAll long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Kind kind = pick(List.of(Kind.values()));
        ObjectId id = new ObjectId(Tree.fleet(), kind, kind.namespaced() ? "store" : "", "web");
        JsonNode tree = node(Schemas.of(kind), 0);
        if (tree.path("metadata") instanceof ObjectNode metadata && random.nextInt(10) > 0) {
            metadata.remove(List.of("name", "namespace"));
        }
        Request request = new Request(
                id,
                ServedKind.preferred(kind),
                pick(List.of(Request.Part.values())),
                pick(List.of(FieldValidation.values())),
                random.nextBoolean(),
                random.nextBoolean(),
                null);

        Admission admission = Door.admit(request, Body.of(tree));

        if (admission instanceof Admission.Admitted admitted && request.part() == Request.Part.OBJECT) {
            assertThat(Door.admit(request, Body.of(admitted.manifest().json())))
                    .as("what was admitted is admitted again, as it is")
                    .isInstanceOfSatisfying(
                            Admission.Admitted.class,
                            again -> assertThat(again.manifest().json())
                                    .isEqualTo(admitted.manifest().json()));
        }
    }

    @Property(tries = 1000)
    void noPatchMakesAnybodyThrow(@ForAll long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Schema service = Schemas.of(Kind.SERVICE);
        JsonNode target = node(service, 0);
        JsonNode patch = node(service, 0);
        assertThat(JsonMergePatch.apply(target, patch)).isNotNull();
        assertThat(StrategicMergePatch.apply(Kind.SERVICE, target, patch)).isNotNull();
        assertThat(JsonPatch.apply(target, patch)).isNotNull();
    }

    private JsonNode node(Schema schema, int depth) {
        if (random.nextInt(25) == 0 || depth > 12) {
            return anything();
        }
        return switch (schema.type()) {
            case OBJECT -> object(schema, depth);
            case ARRAY -> list(schema, depth);
            case STRING -> text(schema);
            case INTEGER, INT_OR_STRING, NUMBER -> NODES.numberNode(random.nextInt(-1, 70_000));
            case BOOLEAN -> NODES.booleanNode(random.nextBoolean());
            case ANY -> anything();
        };
    }

    private ObjectNode object(Schema schema, int depth) {
        ObjectNode object = NODES.objectNode();
        for (Map.Entry<String, Schema> property : schema.properties().entrySet()) {
            boolean wanted =
                    schema.required().contains(property.getKey()) ? random.nextInt(20) > 0 : random.nextInt(3) == 0;
            if (wanted && !List.of("apiVersion", "kind").contains(property.getKey())) {
                object.set(property.getKey(), node(property.getValue(), depth + 1));
            }
        }
        if (random.nextInt(10) == 0) {
            object.set(
                    pick(List.of("unknown", "$patch", "$retainKeys", "$setElementOrder/ports", "a.b/c")), anything());
        }
        Schema values = schema.values();
        if (values != null) {
            object.set("key", node(values, depth + 1));
        }
        return object;
    }

    private ArrayNode list(Schema schema, int depth) {
        ArrayNode list = NODES.arrayNode();
        Schema items = schema.items();
        for (int i = random.nextInt(3); items != null && i > 0; i--) {
            list.add(node(items, depth + 1));
        }
        return list;
    }

    private JsonNode text(Schema schema) {
        List<String> known = schema.limits().oneOf();
        return NODES.textNode(pick(known.isEmpty() || random.nextInt(10) == 0 ? TEXTS : known));
    }

    private JsonNode anything() {
        return switch (random.nextInt(8)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.numberNode(new BigDecimal("1e1000000000"));
            case 2 -> NODES.numberNode(1L << 40);
            case 3 -> NODES.arrayNode().add(5).addNull();
            case 4 -> NODES.objectNode().put("a", 1).put("$patch", "replace");
            case 5 -> NODES.booleanNode(true);
            case 6 -> NODES.numberNode(0.5);
            default -> NODES.textNode(pick(TEXTS));
        };
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
