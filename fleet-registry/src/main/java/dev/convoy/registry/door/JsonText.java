package dev.convoy.registry.door;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads JSON within limits, and notices fields that stand twice, which Jackson's own tree reader cannot tell without failing. */
final class JsonText {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Body.MAX_DEPTH)
                    .maxNumberLength(100)
                    .maxNameLength(1024)
                    .maxStringLength(4 << 20)
                    .build())
            .build();

    private final TreeBuilder tree = new TreeBuilder();
    private final JsonParser parser;

    private JsonText(JsonParser parser) {
        this.parser = parser;
    }

    static Body read(byte[] bytes) {
        try (JsonParser parser = JSON.createParser(bytes)) {
            JsonText text = new JsonText(parser);
            if (parser.nextToken() == null) {
                return new Body.Unreadable("The body is empty; send the object as JSON or YAML.");
            }
            JsonNode root = text.value("", 1);
            if (parser.nextToken() != null) {
                return new Body.Unreadable("Something follows the object; send one object in one request.");
            }
            return text.tree.finish(root);
        } catch (JsonProcessingException e) {
            String why = e instanceof JsonEOFException ? "it ends too early" : e.getOriginalMessage();
            return new Body.Unreadable("The body is not JSON: " + why + where(e) + ".");
        } catch (TreeBuilder.Refusal e) {
            return new Body.Unreadable(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    private JsonNode value(String path, int depth) throws IOException, TreeBuilder.Refusal {
        tree.count(depth);
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(path, depth);
            case START_ARRAY -> list(path, depth);
            case VALUE_STRING -> TreeBuilder.NODES.textNode(parser.getText());
            case VALUE_TRUE -> TreeBuilder.NODES.booleanNode(true);
            case VALUE_FALSE -> TreeBuilder.NODES.booleanNode(false);
            case VALUE_NULL -> TreeBuilder.NODES.nullNode();
            case VALUE_NUMBER_FLOAT -> TreeBuilder.number(parser.getDecimalValue());
            case VALUE_NUMBER_INT -> TreeBuilder.number(parser.getBigIntegerValue());
            default -> throw new TreeBuilder.Refusal("The body is not JSON.");
        };
    }

    private ObjectNode object(String path, int depth) throws IOException, TreeBuilder.Refusal {
        ObjectNode object = TreeBuilder.NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String child = TreeBuilder.child(path, name);
            parser.nextToken();
            JsonNode value = value(child, depth + 1);
            if (object.replace(name, value) != null) {
                tree.duplicate(child);
            }
        }
        return object;
    }

    private ArrayNode list(String path, int depth) throws IOException, TreeBuilder.Refusal {
        ArrayNode list = TreeBuilder.NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(path + "[" + list.size() + "]", depth + 1));
        }
        return list;
    }
}
