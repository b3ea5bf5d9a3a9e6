package dev.convoy.model;

import dev.convoy.model.LabelSelector.Operator;
import dev.convoy.model.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The syntax of label selectors in query strings and annotations. */
final class LabelSelectorSyntax {
    private static final String KEY = "([A-Za-z0-9][-A-Za-z0-9_./]*)";
    private static final String VALUE = "([-A-Za-z0-9_.]*)";
    private static final Pattern EXISTS = Pattern.compile(KEY);
    private static final Pattern MISSING = Pattern.compile("!\\s*" + KEY);
    private static final Pattern EQUAL = Pattern.compile(KEY + "\\s*(=|==|!=)\\s*" + VALUE);
    private static final Pattern IN_SET = Pattern.compile(KEY + "\\s+(in|notin)\\s*\\(([-A-Za-z0-9_.,\\s]*)\\)");
    /** A comma outside parentheses. */
    private static final Pattern BETWEEN = Pattern.compile(",(?![^(]*\\))");

    private static final int LONGEST = 4_096;
    private static final int LONGEST_SHOWN = 100;

    private LabelSelectorSyntax() {}

    static List<Requirement> requirements(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("a label selector may have at most " + LONGEST + " characters");
        }
        List<Requirement> requirements = new ArrayList<>();
        if (!text.isBlank()) {
            for (String part : BETWEEN.split(text, -1)) {
                requirements.add(requirement(part.strip()));
            }
        }
        return requirements;
    }

    private static Requirement requirement(String text) {
        Matcher equal = EQUAL.matcher(text);
        if (equal.matches()) {
            Operator operator = equal.group(2).equals("!=") ? Operator.NOT_IN : Operator.IN;
            return new Requirement(equal.group(1), operator, List.of(equal.group(3)));
        }
        Matcher inSet = IN_SET.matcher(text);
        if (inSet.matches()) {
            Operator operator = inSet.group(2).equals("in") ? Operator.IN : Operator.NOT_IN;
            List<String> values = Arrays.stream(inSet.group(3).split(",", -1))
                    .map(String::strip)
                    .toList();
            return new Requirement(inSet.group(1), operator, values);
        }
        Matcher missing = MISSING.matcher(text);
        if (missing.matches()) {
            return new Requirement(missing.group(1), Operator.DOES_NOT_EXIST, List.of());
        }
        if (EXISTS.matcher(text).matches()) {
            return new Requirement(text, Operator.EXISTS, List.of());
        }
        throw new IllegalArgumentException(
                "\"" + shown(text) + "\" is not a label selector; write key=value, key!=value,"
                        + " key in (a,b), key notin (a,b), key or !key, with commas between them");
    }

    private static String shown(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }
}
