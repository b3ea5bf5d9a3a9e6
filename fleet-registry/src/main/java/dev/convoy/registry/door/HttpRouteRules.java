package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;

/** What could hurt an Envoy: regular expressions, header names and values, control characters. */
final class HttpRouteRules {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+\\-.^_`|~]{1,256}");
    private static final int LONGEST_REGEX = 1024;

    /** For one expression, and for all of a route together; an Envoy holds every one of them in memory. */
    private static final int LARGEST_REGEX = 50_000;

    private static final int LARGEST_REGEXES = 200_000;

    private final Causes causes;
    private long regexCost;

    private HttpRouteRules(Causes causes) {
        this.causes = causes;
    }

    static void check(ObjectNode route, Causes causes) {
        JsonNode spec = route.path("spec");
        ControlCharacters.check(spec, "spec", causes);
        Hostnames.check(spec.path("hostnames"), "spec.hostnames", causes);
        HttpRouteRules judge = new HttpRouteRules(causes);
        JsonNode rules = spec.path("rules");
        for (int i = 0; i < rules.size(); i++) {
            judge.checkRule(rules.path(i), "spec.rules[" + i + "]");
        }
    }

    private void checkRule(JsonNode rule, String path) {
        JsonNode matches = rule.path("matches");
        for (int i = 0; i < matches.size(); i++) {
            JsonNode match = matches.path(i);
            String at = path + ".matches[" + i + "]";
            checkRegex(match.path("path"), at + ".path");
            for (String list : List.of("headers", "queryParams")) {
                for (int j = 0; j < match.path(list).size(); j++) {
                    checkRegex(match.path(list).path(j), at + "." + list + "[" + j + "]");
                }
            }
        }
        checkFilters(rule.path("filters"), path + ".filters");
        JsonNode backends = rule.path("backendRefs");
        for (int i = 0; i < backends.size(); i++) {
            checkFilters(backends.path(i).path("filters"), path + ".backendRefs[" + i + "].filters");
        }
    }

    private void checkRegex(JsonNode match, String path) {
        if (!match.path("type").asText().equals("RegularExpression")) {
            return;
        }
        JsonNode value = match.path("value");
        String regex = value.asText();
        if (regex.isEmpty()) {
            causes.add(
                    Cause.required(path + ".value", "give the regular expression that the whole value has to match"));
        } else if (regex.length() > LONGEST_REGEX) {
            causes.add(Cause.tooLong(path + ".value", LONGEST_REGEX));
        } else if (RegexCost.of(regex) > LARGEST_REGEX) {
            causes.add(Cause.invalid(
                    path + ".value", value, "repeats too much; use smaller counts, or * and + instead of counts"));
        } else if ((regexCost += RegexCost.of(regex)) > LARGEST_REGEXES) {
            causes.add(Cause.invalid(
                    path + ".value",
                    value,
                    "the route's regular expressions are too large together; split it into several"));
        } else {
            try {
                Pattern.compile(regex);
            } catch (PatternSyntaxException e) {
                causes.add(Cause.invalid(
                        path + ".value",
                        value,
                        "must be a regular expression in RE2 syntax (no look-around, no back references): "
                                + e.getDescription()
                                + (e.getPattern() == null ? "" : " at `" + e.getPattern() + "`")));
            }
        }
    }

    private void checkFilters(JsonNode filters, String path) {
        for (int i = 0; i < filters.size(); i++) {
            JsonNode filter = filters.path(i);
            for (String modifier : List.of("requestHeaderModifier", "responseHeaderModifier")) {
                String at = path + "[" + i + "]." + modifier;
                for (String edit : List.of("set", "add")) {
                    JsonNode headers = filter.path(modifier).path(edit);
                    for (int j = 0; j < headers.size(); j++) {
                        checkName(headers.path(j).path("name"), at + "." + edit + "[" + j + "].name");
                    }
                }
                JsonNode removed = filter.path(modifier).path("remove");
                for (int j = 0; j < removed.size(); j++) {
                    checkName(removed.path(j), at + ".remove[" + j + "]");
                }
            }
        }
    }

    private void checkName(JsonNode name, String path) {
        if (name.asText().equalsIgnoreCase("host")) {
            causes.add(Cause.invalid(
                    path,
                    name,
                    "the Host header cannot be changed as a header; use a URLRewrite filter with hostname"));
        } else if (!TOKEN.matches(name.asText())) {
            causes.add(Cause.invalid(
                    path, name, "must be the name of an HTTP header: 1 to 256 letters, digits and !#$%&'*+-.^_`|~"));
        }
    }
}
