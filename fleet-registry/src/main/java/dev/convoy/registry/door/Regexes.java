package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.convoy.model.RegexCost;

/** The regular expressions of one route: RE2 and of bounded size, because every Envoy holds them in memory. */
final class Regexes {
    private static final int LONGEST = 1024;
    private static final int LARGEST_TOGETHER = 200_000;

    private final Causes causes;
    private long together;

    Regexes(Causes causes) {
        this.causes = causes;
    }

    /** Judges a match of a path, a header or a query parameter where its type says that it is one. */
    void check(JsonNode match, String path) {
        if (match.path("type").asText().equals("RegularExpression")) {
            JsonNode value = match.path("value");
            checkRegex(value.asText(), value, path + ".value");
        }
    }

    private void checkRegex(String regex, JsonNode value, String path) {
        if (regex.isEmpty()) {
            causes.add(Cause.required(path, "give the regular expression that the whole value has to match"));
            return;
        }
        if (regex.length() > LONGEST) {
            causes.add(Cause.tooLong(path, LONGEST));
            return;
        }
        long cost = RegexCost.of(regex);
        together += cost;
        if (cost > RegexCost.MOST_OF_ONE) {
            causes.add(
                    Cause.invalid(path, value, "repeats too much; use smaller counts, or * and + instead of counts"));
        } else if (together > LARGEST_TOGETHER) {
            causes.add(Cause.invalid(
                    path, value, "the route's regular expressions are too large together; split it into several"));
        } else {
            compile(regex, value, path);
        }
    }

    private void compile(String regex, JsonNode value, String path) {
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            String where = e.getPattern() == null ? "" : " at `" + e.getPattern() + "`";
            causes.add(Cause.invalid(
                    path,
                    value,
                    "must be a regular expression in RE2 syntax (no look-around, no back references): "
                            + e.getDescription()
                            + where));
        }
    }
}
