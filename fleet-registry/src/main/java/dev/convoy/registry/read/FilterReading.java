package dev.convoy.registry.read;

import dev.convoy.model.Policy;
import dev.convoy.model.Policy.PathEdit;
import java.util.List;
import java.util.Map;

/** The filters of a rule or of a backend. */
final class FilterReading {
    private static final Map<String, String> SCHEMES = Map.of("http", "http", "https", "https");
    private static final List<Integer> REDIRECTS = List.of(301, 302, 303, 307, 308);

    private FilterReading() {}

    static List<Policy> filters(Field filters, String namespace) {
        return filters.each(filter -> filter(filter, namespace));
    }

    private static Policy filter(Field filter, String namespace) {
        String type = filter.get("type").name();
        return switch (type) {
            case "RequestHeaderModifier" ->
                new Policy.RequestHeaders(HeaderReading.edits(required(filter, "requestHeaderModifier")));
            case "ResponseHeaderModifier" ->
                new Policy.ResponseHeaders(HeaderReading.edits(required(filter, "responseHeaderModifier")));
            case "RequestRedirect" -> redirect(required(filter, "requestRedirect"));
            case "URLRewrite" -> rewrite(required(filter, "urlRewrite"));
            case "RequestMirror" -> mirror(required(filter, "requestMirror"), namespace);
            default -> new Policy.Unsupported(type);
        };
    }

    private static Field required(Field filter, String name) {
        Field settings = filter.get(name);
        if (!settings.present()) {
            throw settings.mistake("is required by the filter's type");
        }
        return settings;
    }

    private static Policy redirect(Field redirect) {
        Field status = redirect.get("statusCode");
        int statusCode = status.numberOr(302, 300, 399);
        if (!REDIRECTS.contains(statusCode)) {
            throw status.mistake(statusCode + " is not one of 301, 302, 303, 307, 308");
        }
        return new Policy.Redirect(
                redirect.get("scheme").as(scheme -> scheme.oneOf(SCHEMES)).orElse(null),
                redirect.get("hostname").as(Field::hostname).orElse(null),
                redirect.get("path").as(FilterReading::pathEdit).orElse(null),
                redirect.get("port").numberOr(0, 1, 65_535),
                statusCode);
    }

    private static Policy rewrite(Field rewrite) {
        return new Policy.Rewrite(
                rewrite.get("hostname").as(Field::hostname).orElse(null),
                rewrite.get("path").as(FilterReading::pathEdit).orElse(null));
    }

    private static PathEdit pathEdit(Field path) {
        Field type = path.get("type");
        return switch (type.text()) {
            case "ReplaceFullPath" -> new PathEdit.ReplaceFull(HeaderReading.oneLine(path.get("replaceFullPath")));
            case "ReplacePrefixMatch" ->
                new PathEdit.ReplacePrefix(HeaderReading.oneLine(path.get("replacePrefixMatch")));
            default ->
                throw type.mistake(Field.quoted(type.text()) + " is not one of ReplaceFullPath, ReplacePrefixMatch");
        };
    }

    /** All requests, unless a percentage or a fraction is given. */
    private static Policy mirror(Field mirror, String namespace) {
        Field fraction = mirror.get("fraction");
        int denominator = fraction.present() ? fraction.get("denominator").numberOr(100, 1, Integer.MAX_VALUE) : 100;
        int numerator = fraction.present()
                ? fraction.get("numerator").number(0, denominator)
                : mirror.get("percent").numberOr(100, 0, 100);
        return new Policy.Mirror(
                BackendRefReading.unweighted(mirror.get("backendRef"), namespace), numerator, denominator);
    }
}
