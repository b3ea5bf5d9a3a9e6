package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * One thing that is wrong with an object: which field, what kind of mistake, and a sentence that says what to do.
 *
 * @param field as Kubernetes writes it, for example {@code spec.rules[0].backendRefs[1].weight}
 * @param reason as in {@code details.causes} of a Kubernetes Status, for example {@code FieldValueInvalid}
 */
public record Cause(String field, String reason, String message) {
    private static final int ECHO = 80;

    public Cause {
        // Keys of maps are their author's.
        field = field.replaceAll("\\p{Cntrl}", "?");
    }

    static Cause invalid(String field, JsonNode value, String remedy) {
        return new Cause(field, "FieldValueInvalid", "Invalid value: " + echo(value) + ": " + remedy);
    }

    /** For values that must not be echoed. */
    static Cause invalid(String field, String remedy) {
        return new Cause(field, "FieldValueInvalid", "Invalid value: " + remedy);
    }

    static Cause wrongType(String field, JsonNode value, String remedy) {
        return new Cause(field, "FieldValueTypeInvalid", "Invalid value: " + echo(value) + ": " + remedy);
    }

    static Cause required(String field, String remedy) {
        return new Cause(field, "FieldValueRequired", "Required value: " + remedy);
    }

    static Cause notSupported(String field, JsonNode value, Collection<String> supported) {
        String list = supported.stream().map(s -> '"' + s + '"').collect(Collectors.joining(", "));
        String hint = Nearest.to(value.asText(), supported)
                .map(name -> ": did you mean \"" + name + "\"?")
                .orElse("");
        return new Cause(
                field,
                "FieldValueNotSupported",
                "Unsupported value: " + echo(value) + ": supported values: " + list + hint);
    }

    static Cause duplicate(String field, JsonNode value, String remedy) {
        return new Cause(field, "FieldValueDuplicate", "Duplicate value: " + echo(value) + ": " + remedy);
    }

    static Cause tooLong(String field, int limit) {
        return new Cause(field, "FieldValueTooLong", "Too long: may not be more than " + limit + " characters");
    }

    static Cause tooMany(String field, int actual, int limit) {
        return new Cause(field, "FieldValueTooMany", "Too many: " + actual + ": must have at most " + limit + " items");
    }

    static Cause forbidden(String field, String remedy) {
        return new Cause(field, "FieldValueForbidden", "Forbidden: " + remedy);
    }

    /** As it stands in a message: JSON, so that control characters are escaped, and not longer than a line. */
    private static String echo(JsonNode value) {
        if (value.isContainerNode()) {
            return value.isArray() ? "a list" : "an object";
        }
        String text = value.toString();
        return text.length() <= ECHO ? text : text.substring(0, ECHO) + "…\"";
    }

    /** {@code spec.listeners: Required value: …} */
    @Override
    public String toString() {
        return field + ": " + message;
    }
}
