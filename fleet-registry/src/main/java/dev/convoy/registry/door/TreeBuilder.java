package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What the readers of JSON and YAML share: the budget of values, and the fields that stand twice. */
final class TreeBuilder {
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final List<String> duplicates = new ArrayList<>();
    private int values;

    /** Ends the reading; its message is a sentence for the author. */
    static final class Refusal extends Exception {
        Refusal(String message) {
            super(message);
        }
    }

    void count(int depth) throws Refusal {
        if (++values > Body.MAX_VALUES) {
            throw new Refusal(
                    "The body holds more than " + Body.MAX_VALUES + " values; split it into several objects.");
        }
        if (depth > Body.MAX_DEPTH) {
            throw new Refusal("The body is nested more than " + Body.MAX_DEPTH + " levels deep; no object needs that.");
        }
    }

    void duplicate(String path) {
        if (duplicates.size() < 20) {
            duplicates.add(path);
        }
    }

    Body finish(JsonNode tree) {
        return tree instanceof ObjectNode object
                ? new Body.Parsed(object, duplicates)
                : new Body.Unreadable("The body must be one object with apiVersion, kind and metadata, not "
                        + (tree instanceof ArrayNode ? "a list." : "a single value."));
    }

    /** 5.0 is 5, so that an integer has one form. Compares first: 1e1000000000 is a short text and a very long integer. */
    static JsonNode number(BigDecimal number) {
        BigDecimal shortest = number.stripTrailingZeros();
        boolean integral = shortest.scale() <= 0 && shortest.precision() - (long) shortest.scale() <= 18;
        return integral ? number(shortest.longValueExact()) : NODES.numberNode(number);
    }

    static JsonNode number(BigInteger number) {
        return number.bitLength() < Long.SIZE ? number(number.longValueExact()) : NODES.numberNode(number);
    }

    private static JsonNode number(long number) {
        return number == (int) number ? NODES.numberNode((int) number) : NODES.numberNode(number);
    }

    static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
