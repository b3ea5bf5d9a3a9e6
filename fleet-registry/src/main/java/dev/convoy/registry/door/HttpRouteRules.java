package dev.convoy.registry.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;

/** What could hurt an Envoy: regular expressions, header names and values, control characters. */
final class HttpRouteRules {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+\\-.^_`|~]{1,256}");

    /** They say where a message ends; a wrong one lets a request smuggle another. */
    private static final List<String> FRAMING = List.of("content-length", "transfer-encoding");

    private final Causes causes;
    private final Regexes regexes;

    private HttpRouteRules(Causes causes) {
        this.causes = causes;
        this.regexes = new Regexes(causes);
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
            regexes.check(match.path("path"), at + ".path");
            for (String list : List.of("headers", "queryParams")) {
                for (int j = 0; j < match.path(list).size(); j++) {
                    regexes.check(match.path(list).path(j), at + "." + list + "[" + j + "]");
                }
            }
        }
        checkFilters(rule.path("filters"), path + ".filters");
        JsonNode backends = rule.path("backendRefs");
        for (int i = 0; i < backends.size(); i++) {
            checkFilters(backends.path(i).path("filters"), path + ".backendRefs[" + i + "].filters");
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
                        String name = at + "." + edit + "[" + j + "].name";
                        checkName(headers.path(j).path("name"), name);
                        checkFraming(headers.path(j).path("name"), name);
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

    private void checkFraming(JsonNode name, String path) {
        if (FRAMING.contains(name.asText().toLowerCase(Locale.ROOT))) {
            causes.add(Cause.invalid(path, name, "the gateway sets this header itself from the body; leave it out"));
        }
    }
}
