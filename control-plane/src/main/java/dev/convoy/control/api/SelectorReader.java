package dev.convoy.control.api;

import dev.convoy.model.LabelSelector;
import dev.convoy.model.LabelSelector.Operator;
import dev.convoy.model.LabelSelector.Requirement;
import dev.convoy.model.ObjectId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads selectors as they stand in a query: {@code env=prod,tier in (a,b),!legacy} and {@code metadata.name=web}. */
final class SelectorReader {
    private static final String KEY = "([A-Za-z0-9][-A-Za-z0-9_./]{0,316})";
    private static final Pattern EXISTS = Pattern.compile("(!?)\\s*" + KEY);
    private static final Pattern EQUAL = Pattern.compile(KEY + "\\s*(==|=|!=)\\s*([-A-Za-z0-9_.]{0,63})");
    private static final Pattern SET = Pattern.compile(KEY + "\\s+(in|notin)\\s*\\(([-A-Za-z0-9_.,\\s]*)\\)");
    private static final Pattern FIELD = Pattern.compile("([A-Za-z.]+)\\s*(==|=|!=)\\s*([-a-z0-9.]*)");
    private static final Pattern COMMA_OUTSIDE_PARENTHESES = Pattern.compile(",(?![^(]*\\))");

    private SelectorReader() {}

    static LabelSelector labels(String selector) {
        return new LabelSelector(
                Map.of(), parts(selector).map(SelectorReader::requirement).toList());
    }

    static List<Predicate<ObjectId>> fields(String selector) {
        return parts(selector).map(SelectorReader::field).toList();
    }

    private static Requirement requirement(String part) {
        Matcher equal = EQUAL.matcher(part);
        if (equal.matches()) {
            Operator operator = equal.group(2).equals("!=") ? Operator.NOT_IN : Operator.IN;
            return new Requirement(equal.group(1), operator, List.of(equal.group(3)));
        }
        Matcher set = SET.matcher(part);
        if (set.matches()) {
            List<String> values =
                    Arrays.stream(set.group(3).split(",")).map(String::strip).toList();
            return new Requirement(set.group(1), set.group(2).equals("in") ? Operator.IN : Operator.NOT_IN, values);
        }
        Matcher exists = EXISTS.matcher(part);
        if (exists.matches()) {
            Operator operator = exists.group(1).isEmpty() ? Operator.EXISTS : Operator.DOES_NOT_EXIST;
            return new Requirement(exists.group(2), operator, List.of());
        }
        throw Refusal.badRequest("labelSelector: \"" + Text.shown(part)
                + "\" is none of key=value, key!=value, key in (a,b)," + " key notin (a,b), key and !key.");
    }

    private static Predicate<ObjectId> field(String part) {
        Matcher matcher = FIELD.matcher(part);
        if (!matcher.matches()) {
            throw Refusal.badRequest(
                    "fieldSelector: \"" + Text.shown(part) + "\" is neither field=value nor field!=value.");
        }
        Function<ObjectId, String> value = switch (matcher.group(1)) {
            case "metadata.name" -> ObjectId::name;
            case "metadata.namespace" -> ObjectId::namespace;
            default ->
                throw Refusal.badRequest("fieldSelector: \"" + Text.shown(matcher.group(1))
                        + "\" cannot be selected by; metadata.name and metadata.namespace can.");
        };
        boolean wanted = !matcher.group(2).equals("!=");
        return id -> value.apply(id).equals(matcher.group(3)) == wanted;
    }

    private static Stream<String> parts(String selector) {
        return selector.isBlank()
                ? Stream.empty()
                : COMMA_OUTSIDE_PARENTHESES.splitAsStream(selector).map(String::strip);
    }
}
