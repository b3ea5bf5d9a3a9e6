package dev.convoy.registry.read;

import dev.convoy.model.HttpRoute.Match;
import dev.convoy.model.HttpRoute.PathMatch;
import dev.convoy.model.HttpRoute.PathMatchType;
import dev.convoy.model.HttpRoute.ValueMatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

final class MatchReading {
    static final Match EVERYTHING = new Match(new PathMatch(PathMatchType.PREFIX, "/"), List.of(), List.of(), null);

    private static final Map<String, PathMatchType> PATH_TYPES = Map.of(
            "Exact", PathMatchType.EXACT,
            "PathPrefix", PathMatchType.PREFIX,
            "RegularExpression", PathMatchType.REGEX);
    private static final Map<String, Boolean> IS_REGEX = Map.of("Exact", false, "RegularExpression", true);

    private MatchReading() {}

    static List<Match> matches(Field matches) {
        List<Match> given = matches.each(MatchReading::match);
        return given.isEmpty() ? List.of(EVERYTHING) : given;
    }

    private static Match match(Field match) {
        return new Match(
                path(match.get("path")),
                values(match.get("headers"), HeaderReading::headerName),
                values(match.get("queryParams"), Field::name),
                match.get("method").as(MatchReading::method).orElse(null));
    }

    private static PathMatch path(Field path) {
        PathMatchType type = path.get("type").oneOfOr(PathMatchType.PREFIX, PATH_TYPES);
        Field value = path.get("value");
        String text = value.textOr("/");
        if (!Spelling.isOneLine(text)) {
            throw value.mistake("must not contain control characters");
        }
        if (type != PathMatchType.REGEX && !text.startsWith("/")) {
            throw value.mistake(Field.quoted(text) + " must begin with /");
        }
        return new PathMatch(type, text);
    }

    private static String method(Field method) {
        if (!Spelling.isHttpToken(method.text())) {
            throw method.mistake(Field.quoted(method.text()) + " is not an HTTP method");
        }
        return method.text();
    }

    /** Of conditions on the same name only the first counts, as the Gateway API has it. */
    private static List<ValueMatch> values(Field conditions, Function<Field, String> nameReading) {
        Set<String> seen = new HashSet<>();
        List<ValueMatch> first = new ArrayList<>();
        for (Field condition : conditions.items()) {
            ValueMatch value = new ValueMatch(
                    nameReading.apply(condition.get("name")),
                    HeaderReading.oneLine(condition.get("value")),
                    condition.get("type").oneOfOr(false, IS_REGEX));
            if (seen.add(value.name())) {
                first.add(value);
            }
        }
        return first;
    }
}
