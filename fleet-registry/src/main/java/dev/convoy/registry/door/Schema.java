package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One node of a structural schema, with its references resolved.
 *
 * @param properties the known fields of an object
 * @param items what the elements of a list look like
 * @param values what the values of a map look like
 * @param open whether fields that are not known are kept
 * @param fallback the default
 * @param conditional whether there are rules here or anywhere below
 * @param format as OpenAPI names it, empty where there is none
 */
record Schema(
        Type type,
        Map<String, Schema> properties,
        @Nullable Schema items,
        @Nullable Schema values,
        boolean open,
        Set<String> required,
        @Nullable JsonNode fallback,
        String format,
        Limits limits,
        ListRules listRules,
        Merge merge,
        List<Rule> rules,
        boolean conditional) {

    enum Type {
        OBJECT("object"),
        ARRAY("list"),
        STRING("string"),
        INTEGER("integer"),
        NUMBER("number"),
        BOOLEAN("boolean"),
        INT_OR_STRING("integer or a string"),
        ANY("any value");

        final String words;

        Type(String words) {
            this.words = words;
        }
    }

    /** What a value may be beyond its type. Sizes are characters, elements or fields. */
    record Limits(
            List<String> oneOf,
            @Nullable Pattern pattern,
            @Nullable BigDecimal minimum,
            @Nullable BigDecimal maximum,
            int minSize,
            int maxSize) {}

    /** Which elements of a list may stand in it only once: equal ones, or those with equal keys. */
    record ListRules(boolean set, List<String> mapKeys) {}

    /** How a strategic merge patch merges a list or an object; empty where it replaces. */
    record Merge(Set<String> strategies, String key) {}

    /** A condition in CEL over {@code self}, and what to say where it does not hold. */
    record Rule(String condition, String message) {}

    /** A map's values may have any name; an object without fields of its own is free text. */
    boolean isMap() {
        return values != null;
    }

    /** Null where a field of this name is not known. */
    @Nullable
    Schema field(String name) {
        Schema property = properties.get(name);
        return property == null ? values : property;
    }
}
