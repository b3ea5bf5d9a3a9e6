package dev.convoy.registry.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** One JSON value and where it stands in its object, so that whatever is wrong with it can be said by its name. Null is absent. */
record Field(String path, JsonNode json) {
    private static final int SHOWN = 80;

    Field get(String name) {
        if (present() && !json.isObject()) {
            throw mistake("must be an object");
        }
        JsonNode child = json.get(name);
        return new Field(path.isEmpty() ? name : path + "." + name, child == null ? MissingNode.getInstance() : child);
    }

    boolean present() {
        return !json.isMissingNode() && !json.isNull();
    }

    /** This field by that reading, where it is there. */
    <T> Optional<T> as(Function<Field, T> reading) {
        return present() ? Optional.of(reading.apply(this)) : Optional.empty();
    }

    String text() {
        if (!present()) {
            throw mistake("is required");
        }
        if (!json.isTextual()) {
            throw mistake("must be text");
        }
        return json.textValue();
    }

    String textOr(String fallback) {
        return present() ? text() : fallback;
    }

    /** Text with something in it. */
    String name() {
        String text = text();
        if (text.isEmpty()) {
            throw mistake("must not be empty");
        }
        return text;
    }

    int number(int from, int to) {
        if (!present()) {
            throw mistake("is required");
        }
        if (!json.isIntegralNumber()) {
            throw mistake("must be a whole number");
        }
        if (!json.canConvertToInt() || json.intValue() < from || json.intValue() > to) {
            throw mistake(shown(json.asText()) + " is not in " + from + ".." + to);
        }
        return json.intValue();
    }

    int numberOr(int fallback, int from, int to) {
        return present() ? number(from, to) : fallback;
    }

    int port() {
        return number(1, 65_535);
    }

    boolean flagOr(boolean fallback) {
        if (present() && !json.isBoolean()) {
            throw mistake("must be true or false");
        }
        return present() ? json.booleanValue() : fallback;
    }

    List<Field> items() {
        if (!present()) {
            return List.of();
        }
        if (!json.isArray()) {
            throw mistake("must be a list");
        }
        List<Field> items = new ArrayList<>(json.size());
        for (int i = 0; i < json.size(); i++) {
            items.add(new Field(path + "[" + i + "]", json.get(i)));
        }
        return items;
    }

    <T> List<T> each(Function<Field, T> reading) {
        return items().stream().map(reading).toList();
    }

    /** An object whose values are all text. */
    Map<String, String> texts() {
        if (!present()) {
            return Map.of();
        }
        if (!json.isObject()) {
            throw mistake("must be an object");
        }
        Map<String, String> texts = new TreeMap<>();
        json.properties()
                .forEach(entry -> texts.put(
                        entry.getKey(), new Field(path + "[" + shown(entry.getKey()) + "]", entry.getValue()).text()));
        return texts;
    }

    /** The enum constant of that spelling, by the way its kind spells them. */
    <T> T oneOf(Map<String, T> spellings) {
        T value = spellings.get(text());
        if (value == null) {
            throw mistake(quoted(text()) + " is not one of "
                    + String.join(", ", spellings.keySet().stream().sorted().toList()));
        }
        return value;
    }

    <T> T oneOfOr(T fallback, Map<String, T> spellings) {
        return present() ? oneOf(spellings) : fallback;
    }

    /** A host name in lower case, perhaps beginning with {@code *.}; empty where there is none. */
    String hostname() {
        String host = textOr("").toLowerCase(Locale.ROOT);
        if (!host.isEmpty() && !Spelling.isHostname(host)) {
            throw mistake(quoted(host) + " is not a host name");
        }
        return host;
    }

    Misread mistake(String reason) {
        return new Misread(path + ": " + reason);
    }

    static String quoted(String text) {
        return "\"" + shown(text) + "\"";
    }

    /** Short and on one line, since whoever wrote it may mean ill. */
    private static String shown(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= SHOWN ? printable : printable.substring(0, SHOWN) + "…";
    }
}
