package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Judges single values against their schema. */
final class Values {
    private final Causes causes;
    private final boolean echo;

    Values(Causes causes, boolean echo) {
        this.causes = causes;
        this.echo = echo;
    }

    boolean hasType(Schema schema, JsonNode node, String path) {
        boolean fits = switch (schema.type()) {
            case OBJECT -> node.isObject();
            case ARRAY -> node.isArray();
            case STRING -> node.isTextual();
            case INTEGER -> isInteger(node);
            case NUMBER -> node.isNumber();
            case BOOLEAN -> node.isBoolean();
            case INT_OR_STRING -> node.isTextual() || isInteger(node);
            case ANY -> true;
        };
        if (!fits) {
            String remedy = "must be of type " + schema.type().words + ", not " + words(node);
            causes.add(echo ? Cause.wrongType(path, node, remedy) : Cause.invalid(path, remedy));
        }
        return fits;
    }

    void check(Schema schema, JsonNode node, String path) {
        Schema.Limits limits = schema.limits();
        if (!limits.oneOf().isEmpty() && !limits.oneOf().contains(node.asText())) {
            causes.add(Cause.notSupported(path, node, limits.oneOf()));
        } else if (node.isTextual()) {
            checkText(schema, node, path);
        } else if (node.isNumber()) {
            checkNumber(schema, node, path);
        }
    }

    private void checkText(Schema schema, JsonNode node, String path) {
        Schema.Limits limits = schema.limits();
        String text = node.asText();
        int length = text.codePointCount(0, text.length());
        if (length > limits.maxSize()) {
            causes.add(Cause.tooLong(path, limits.maxSize()));
        } else if (length < limits.minSize()) {
            causes.add(Cause.invalid(path, node, "must have at least " + limits.minSize() + " characters"));
        } else if (limits.pattern() != null && !limits.pattern().matcher(text).find()) {
            wrong(path, node, "must match the pattern " + limits.pattern().pattern());
        } else if (!hasFormat(schema.format(), text)) {
            wrong(path, node, remedyFor(schema.format()));
        }
    }

    private void checkNumber(Schema schema, JsonNode node, String path) {
        BigDecimal number = node.decimalValue();
        BigDecimal least = schema.limits().minimum();
        BigDecimal most = schema.limits().maximum();
        if (least == null && most == null) {
            boolean narrow = schema.format().equals("int32") || schema.type() == Schema.Type.INT_OR_STRING;
            if (schema.type() != Schema.Type.NUMBER && !fits(number, narrow ? 32 : 64)) {
                wrong(path, node, "must be an integer of " + (narrow ? 32 : 64) + " bits");
            }
        } else if ((least != null && number.compareTo(least) < 0) || (most != null && number.compareTo(most) > 0)) {
            wrong(path, node, range(least, most));
        }
    }

    private void wrong(String path, JsonNode node, String remedy) {
        causes.add(echo ? Cause.invalid(path, node, remedy) : Cause.invalid(path, remedy));
    }

    private static String range(@Nullable BigDecimal least, @Nullable BigDecimal most) {
        if (least == null) {
            return "must be at most " + most;
        }
        return most == null ? "must be at least " + least : "must be between " + least + " and " + most;
    }

    /** Compares before it converts: 1e1000000000 is a short text and a very long integer. */
    private static boolean fits(BigDecimal number, int bits) {
        return number.precision() - (long) number.scale() <= 20
                && number.toBigInteger().bitLength() < bits;
    }

    private static boolean isInteger(JsonNode node) {
        return node.isIntegralNumber()
                || (node.isNumber() && node.decimalValue().stripTrailingZeros().scale() <= 0);
    }

    private static boolean hasFormat(String format, String text) {
        return switch (format) {
            case "byte" -> isBase64(text);
            case "date-time" -> isTime(text);
            default -> true;
        };
    }

    private static String remedyFor(String format) {
        return format.equals("byte")
                ? "must be base64; with stringData you may write plain text"
                : "must be a time such as 2026-01-31T12:00:00Z";
    }

    private static boolean isBase64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }

    private static String words(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> "object";
            case ARRAY -> "list";
            case STRING, BINARY -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case NULL, MISSING -> "null";
        };
    }
}
