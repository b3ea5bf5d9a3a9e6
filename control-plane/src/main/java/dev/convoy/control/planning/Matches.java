package dev.convoy.control.planning;

import dev.convoy.model.HttpRoute;
import dev.convoy.model.HttpRoute.Match;
import dev.convoy.model.HttpRoute.PathMatch;
import dev.convoy.model.HttpRoute.PathMatchType;
import dev.convoy.model.HttpRoute.ValueMatch;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What a rule's matches really ask for, and whether an Envoy can be told. */
final class Matches {
    static final Match EVERYTHING = new Match(new PathMatch(PathMatchType.PREFIX, "/"), List.of(), List.of(), null);

    private Matches() {}

    /** The matches as planned; a rule without one takes every request. */
    static List<Match> of(HttpRoute.Rule rule) {
        return rule.matches().isEmpty()
                ? List.of(EVERYTHING)
                : rule.matches().stream().map(Matches::normal).toList();
    }

    /** Two matches that take the same requests are equal: no trailing slash of a prefix, conditions in the order of their names. */
    private static Match normal(Match match) {
        return new Match(
                path(match.path()),
                firstOfEachName(match.headers(), name -> name.toLowerCase(Locale.ROOT)),
                firstOfEachName(match.queryParams(), name -> name),
                match.method());
    }

    private static PathMatch path(PathMatch path) {
        String value = path.value();
        return path.type() == PathMatchType.PREFIX && value.length() > 1 && value.endsWith("/")
                ? new PathMatch(PathMatchType.PREFIX, value.substring(0, value.length() - 1))
                : path;
    }

    /** Of several conditions on one name the Gateway API counts the first. Names of headers have no case. */
    private static List<ValueMatch> firstOfEachName(List<ValueMatch> conditions, UnaryOperator<String> key) {
        var first = new TreeMap<String, ValueMatch>();
        conditions.forEach(condition -> first.putIfAbsent(key.apply(condition.name()), condition));
        return List.copyOf(first.values());
    }

    static Optional<Fault> fault(Match match, String field) {
        PathMatch path = match.path();
        boolean soundPath = switch (path.type()) {
            case EXACT, PREFIX -> Soundness.isPath(path.value());
            case REGEX -> Soundness.isRegex(path.value());
        };
        if (!soundPath) {
            return Optional.of(unsound(
                    field + ".path",
                    path.value(),
                    path.type() == PathMatchType.REGEX
                            ? "is no valid regular expression (RE2 syntax), or too large a one"
                            : "is no path: it begins with / and has neither query nor spaces"));
        }
        String method = match.method();
        if (method != null && !Soundness.isToken(method)) {
            return Optional.of(unsound(field + ".method", method, "is no HTTP method"));
        }
        for (ValueMatch header : match.headers()) {
            if (!Soundness.isToken(header.name())) {
                return Optional.of(unsound(field + ".headers", header.name(), "is no name of a header"));
            }
        }
        return values(match.headers(), field + ".headers")
                .or(() -> values(match.queryParams(), field + ".queryParams"));
    }

    private static Optional<Fault> values(List<ValueMatch> conditions, String field) {
        for (ValueMatch condition : conditions) {
            if (condition.name().isEmpty() || !Soundness.isValue(condition.name())) {
                return Optional.of(unsound(field, condition.name(), "is no name"));
            }
            if (condition.regex() && !Soundness.isRegex(condition.value())) {
                return Optional.of(unsound(
                        field, condition.value(), "is no valid regular expression (RE2 syntax), or too large a one"));
            }
            if (!Soundness.isValue(condition.value())) {
                return Optional.of(
                        unsound(field, condition.value(), "has control characters or is longer than 4096 characters"));
            }
        }
        return Optional.empty();
    }

    private static Fault unsound(String field, String value, String what) {
        return new Fault("UnsupportedValue", field + " " + Soundness.quoted(value) + " " + what + ". Correct it.");
    }
}
