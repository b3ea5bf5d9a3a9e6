package dev.convoy.control.api;

import dev.convoy.model.LabelSelector;
import dev.convoy.model.ObjectId;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads selectors as they stand in a query: {@code env=prod,tier in (a,b),!legacy} and {@code metadata.name=web}. */
final class SelectorReader {
    private static final Pattern FIELD = Pattern.compile("([A-Za-z.]+)\\s*(==|=|!=)\\s*([-a-z0-9.]*)");

    private SelectorReader() {}

    static LabelSelector labels(String selector) {
        try {
            return LabelSelector.parse(selector);
        } catch (IllegalArgumentException wrong) {
            throw Refusal.badRequest("labelSelector: " + wrong.getMessage() + ".");
        }
    }

    static List<Predicate<ObjectId>> fields(String selector) {
        return selector.isBlank()
                ? List.of()
                : Arrays.stream(selector.split(","))
                        .map(part -> field(part.strip()))
                        .toList();
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
}
