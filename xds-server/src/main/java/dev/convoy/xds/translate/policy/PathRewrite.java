package dev.convoy.xds.translate.policy;

import dev.convoy.model.HttpRoute.PathMatchType;
import dev.convoy.model.Policy.PathEdit.ReplacePrefix;
import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatchAndSubstitute;

/**
 * How Envoy is told of a new path. The Gateway API thinks in path elements, Envoy in characters; they differ where a prefix or its
 * replacement is {@code /} or nothing.
 */
sealed interface PathRewrite {
    /** The path stays. */
    record Keep() implements PathRewrite {}

    /** The matched characters become these. */
    record Prefix(String replacement) implements PathRewrite {}

    /** The first match of the expression becomes something else. */
    record Regex(RegexMatchAndSubstitute substitution) implements PathRewrite {}

    static PathRewrite of(ReplacePrefix edit, Setting setting) {
        if (setting.path().type() != PathMatchType.PREFIX) {
            throw new IllegalStateException("planned a new prefix on a path that has none: " + setting.path());
        }
        String matched = withoutTrailingSlashes(setting.path().value());
        String replacement = withoutTrailingSlashes(edit.prefix());
        if (matched.isEmpty()) {
            return replacement.isEmpty() ? new Keep() : new Prefix(replacement + "/");
        }
        if (replacement.isEmpty()) {
            // "/foo" and "/foo/" both become "/", and "/foo/bar" becomes "/bar".
            return new Regex(substitution("^" + quoted(matched) + "/*", "/"));
        }
        return new Prefix(replacement);
    }

    /** Replaces the whole path; the query stays. */
    static RegexMatchAndSubstitute whole(String path) {
        return substitution("^.*$", path);
    }

    private static RegexMatchAndSubstitute substitution(String regex, String replacement) {
        return RegexMatchAndSubstitute.newBuilder()
                .setPattern(Proto.re2(regex))
                .setSubstitution(replacement.replace("\\", "\\\\"))
                .build();
    }

    private static String withoutTrailingSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    /** As RE2 quotes: a backslash before each ASCII character that is neither a letter nor a digit nor {@code _}. */
    private static String quoted(String literal) {
        return literal.replaceAll("[\\p{ASCII}&&[^A-Za-z0-9_]]", "\\\\$0");
    }
}
