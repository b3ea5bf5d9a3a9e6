package dev.convoy.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.convoy.model.RegexCost;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code ClientStatusRequest} in protobuf's JSON: which Envoys are meant, by what they call themselves. What is not understood is
 * refused, since an answer about others than those who are meant misleads.
 */
final class ClientStatusRequest {
    private static final int MOST_MATCHERS = 100;
    private static final String REGEX = "safe_regex";
    private static final String IGNORE_CASE = "ignore_case";
    private static final Map<String, BiPredicate<String, String>> PATTERNS = Map.of(
            "exact",
            String::equals,
            "prefix",
            String::startsWith,
            "suffix",
            String::endsWith,
            "contains",
            String::contains);

    private ClientStatusRequest() {}

    static Predicate<String> nodes(Call call) {
        if (!Set.of("", Answer.JSON).contains(call.contentType())) {
            throw Refusal.unsupportedMediaType("Content-Type " + Text.shown(call.contentType())
                    + " is not understood here; send a ClientStatusRequest as application/json.");
        }
        byte[] body = call.body().read();
        return body.length == 0 ? _ -> true : nodes(Json.read(body));
    }

    private static Predicate<String> nodes(JsonNode request) {
        Map<String, JsonNode> fields =
                fields(request, "the request", List.of("node_matchers", "node", "exclude_resource_contents"));
        flag(fields, "exclude_resource_contents");
        JsonNode matchers = fields.getOrDefault("node_matchers", Json.MAPPER.createArrayNode());
        if (!matchers.isArray() || matchers.size() > MOST_MATCHERS) {
            throw Refusal.badRequest("node_matchers must be a list of at most " + MOST_MATCHERS + " matchers.");
        }
        return matchers.valueStream()
                .map(ClientStatusRequest::node)
                .reduce(Predicate::or)
                .orElse(_ -> true);
    }

    private static Predicate<String> node(JsonNode matcher) {
        Map<String, JsonNode> fields = fields(matcher, "node_matchers", List.of("node_id", "node_metadatas"));
        if (fields.containsKey("node_metadatas")) {
            throw Refusal.badRequest("node_metadatas cannot be matched: what an Envoy says of itself besides its id is"
                    + " not kept here. Match node_id.");
        }
        JsonNode id = fields.get("node_id");
        return id == null ? _ -> true : id(id);
    }

    private static Predicate<String> id(JsonNode matcher) {
        Map<String, JsonNode> fields =
                fields(matcher, "node_id", List.of("exact", "prefix", "suffix", "contains", REGEX, IGNORE_CASE));
        boolean ignoreCase = flag(fields, IGNORE_CASE);
        fields.remove(IGNORE_CASE);
        if (fields.size() != 1) {
            throw Refusal.badRequest("node_id needs exactly one of exact, prefix, suffix, contains and safe_regex.");
        }
        Map.Entry<String, JsonNode> given = fields.entrySet().iterator().next();
        String kind = given.getKey();
        BiPredicate<String, String> pattern = PATTERNS.get(kind);
        if (pattern == null) {
            return regex(given.getValue());
        }
        String wanted = cased(text(given.getValue(), kind), ignoreCase);
        if (wanted.isEmpty() && !kind.equals("exact")) {
            throw Refusal.badRequest(kind + " must not be empty: every node id has that.");
        }
        return id -> pattern.test(cased(id, ignoreCase), wanted);
    }

    private static Predicate<String> regex(JsonNode matcher) {
        Map<String, JsonNode> fields = fields(matcher, REGEX, List.of("regex", "google_re2"));
        String regex = text(fields.get("regex"), "regex");
        if (RegexCost.of(regex) > RegexCost.MOST_OF_ONE) {
            throw Refusal.badRequest("regex repeats too much; use smaller counts, or * and + instead of counts.");
        }
        try {
            return Pattern.compile(regex)::matches;
        } catch (PatternSyntaxException e) {
            throw Refusal.badRequest("regex must be a regular expression in RE2 syntax: " + e.getDescription() + ".");
        }
    }

    /** The fields by their names in the proto. They may also be spelled in camel case, and null stands for absent. */
    private static Map<String, JsonNode> fields(JsonNode message, String where, List<String> known) {
        if (!message.isObject()) {
            throw Refusal.badRequest(where + " must be made of objects.");
        }
        var fields = new HashMap<String, JsonNode>();
        message.properties().forEach(field -> {
            String name = field.getKey().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            if (!known.contains(name)) {
                throw Refusal.badRequest("\"" + Text.shown(field.getKey()) + "\" is not understood in " + where + ". "
                        + Nearby.hint(name, known));
            }
            if (!field.getValue().isNull() && fields.put(name, field.getValue()) != null) {
                throw Refusal.badRequest(name + " is given twice.");
            }
        });
        return fields;
    }

    private static boolean flag(Map<String, JsonNode> fields, String name) {
        JsonNode value = fields.get(name);
        if (value != null && !value.isBoolean()) {
            throw Refusal.badRequest(name + " must be true or false.");
        }
        return value != null && value.asBoolean();
    }

    private static String text(@Nullable JsonNode value, String name) {
        if (value == null || !value.isTextual()) {
            throw Refusal.badRequest(name + " must be given, as a string.");
        }
        return value.asText();
    }

    private static String cased(String text, boolean ignoreCase) {
        return ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
    }
}
