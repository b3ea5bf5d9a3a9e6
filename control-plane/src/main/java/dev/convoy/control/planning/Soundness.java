package dev.convoy.control.planning;

import com.google.re2j.PatternSyntaxException;
import dev.convoy.model.RegexCost;
import java.util.regex.Pattern;

/** What text may reach an Envoy. The door has asked already; here it is asked again, because one refused resource would stop them all. */
final class Soundness {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_VALUE = 4096;
    private static final int LONGEST_PATH = 1024;

    private Soundness() {}

    /** A header's or a method's name (RFC 9110, token). */
    static boolean isToken(String text) {
        return text.length() <= LONGEST_NAME && TOKEN.matcher(text).matches();
    }

    /** A header's or a query parameter's value. */
    static boolean isValue(String text) {
        return text.length() <= LONGEST_VALUE && text.chars().noneMatch(Soundness::isControl);
    }

    static boolean isPath(String text) {
        return text.startsWith("/")
                && text.length() <= LONGEST_PATH
                && text.chars().noneMatch(c -> isControl(c) || c == ' ' || c == '?' || c == '#');
    }

    /** RE2 as Envoy reads it, and small, for whoever compiles it. */
    static boolean isRegex(String text) {
        if (text.isEmpty()
                || text.length() > LONGEST_VALUE
                || text.chars().anyMatch(Soundness::isControl)
                || RegexCost.of(text) > RegexCost.MOST_OF_ONE) {
            return false;
        }
        try {
            com.google.re2j.Pattern.compile(text);
            return true;
        } catch (PatternSyntaxException _) {
            return false;
        }
    }

    /** What is quoted in a message: short, and without anything that could forge a line of a log. */
    static String quoted(String text) {
        String shown = text.length() <= 64 ? text : text.substring(0, 64) + "…";
        var safe = new StringBuilder("\"");
        shown.chars().forEach(c -> safe.append(isControl(c) ? '?' : (char) c));
        return safe.append('"').toString();
    }

    private static boolean isControl(int c) {
        return (c < 0x20 && c != '\t') || c == 0x7f;
    }
}
