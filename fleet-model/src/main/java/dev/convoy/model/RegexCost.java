package dev.convoy.model;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Estimates how large RE2 makes a regular expression before anybody compiles it: {@code ((a{1000}){1000}){1000}} is a short text and
 * more than a machine's memory. Counts the repetitions and not the syntax, which is for the compiler to judge.
 */
public final class RegexCost {
    /** The most instructions that one expression may cost where an Envoy is to hold it. */
    public static final long MOST_OF_ONE = 50_000;

    private static final long MOST = Integer.MAX_VALUE;

    /** RE2 itself refuses more, counted through nested repetitions: {@code (a{60}){20}} is 1200. */
    private static final long MOST_REPEATS = 1000;

    /** A Unicode class has hundreds of ranges, and each is several instructions over UTF-8. */
    private static final int UNICODE_CLASS = 1500;

    private static final int CLASS = 20;
    private static final int LITERAL = 2;

    private final String regex;
    private final Deque<Part> outer = new ArrayDeque<>();
    private int at;

    /** The open group up to its last atom, and that. */
    private Part group = Part.NONE;

    private Part atom = Part.NONE;

    /** A part of the expression: its size, and the most that anything in it is repeated. */
    private record Part(long size, long repeats) {
        static final Part NONE = new Part(0, 1);

        Part and(Part next) {
            return new Part(Math.min(MOST, size + next.size), Math.max(repeats, next.repeats));
        }

        Part times(long times) {
            return repeats * times > MOST_REPEATS
                    ? new Part(MOST, MOST_REPEATS)
                    : new Part(Math.min(MOST, size * times), repeats * times);
        }
    }

    private RegexCost(String regex) {
        this.regex = regex;
    }

    /** In instructions of RE2's program, roughly, and rather too many. */
    public static long of(String regex) {
        return new RegexCost(regex).count();
    }

    private long count() {
        while (at < regex.length()) {
            char c = regex.charAt(at++);
            switch (c) {
                case '(' -> {
                    outer.push(group.and(atom));
                    group = Part.NONE;
                    atom = Part.NONE;
                }
                case ')' -> {
                    Part inner = group.and(atom);
                    group = outer.isEmpty() ? Part.NONE : outer.pop();
                    atom = inner.and(new Part(LITERAL, 1));
                }
                case '[' -> next(CLASS * skipClass());
                case '\\' -> escape();
                case '{' -> repeat();
                case '.' -> next(CLASS);
                default -> next(LITERAL);
            }
        }
        Part total = group.and(atom);
        for (Part open : outer) {
            total = total.and(open);
        }
        return total.size();
    }

    private void next(long size) {
        group = group.and(atom);
        atom = new Part(size, 1);
    }

    /** {@code {n}}, {@code {n,}} or {@code {n,m}}; anything else in braces is text. */
    private void repeat() {
        int end = regex.indexOf('}', at);
        if (end < 0 || !regex.substring(at, end).matches("[0-9]{1,9}(,[0-9]{0,9})?")) {
            next(LITERAL);
            return;
        }
        long times = 1;
        for (String bound : regex.substring(at, end).split(",", -1)) {
            times = Math.max(times, bound.isEmpty() ? 1 : Long.parseLong(bound));
        }
        atom = atom.times(times);
        at = end + 1;
    }

    private void escape() {
        char c = at < regex.length() ? regex.charAt(at++) : '\\';
        if (c == 'p' || c == 'P') {
            skipUnicodeName();
            next(UNICODE_CLASS);
        } else if (c == 'x') {
            skipBraces();
            next(LITERAL);
        } else {
            next(Character.isLetter(c) ? CLASS : LITERAL);
        }
    }

    /** {@code \p{Greek}} or {@code \pL}. */
    private void skipUnicodeName() {
        if (at < regex.length() && regex.charAt(at) == '{') {
            skipBraces();
        } else {
            at++;
        }
    }

    private void skipBraces() {
        int end = at < regex.length() && regex.charAt(at) == '{' ? regex.indexOf('}', at) : -1;
        at = end < 0 ? at : end + 1;
    }

    /** Goes behind the class and answers how many plain classes it is worth. */
    private long skipClass() {
        long worth = 1;
        int start = at;
        while (at < regex.length()) {
            char c = regex.charAt(at++);
            if (c == '\\' && at < regex.length()) {
                char escaped = regex.charAt(at++);
                worth += escaped == 'p' || escaped == 'P' ? UNICODE_CLASS / CLASS : 0;
            } else if (c == ']' && at - 1 > start && !(at - 2 == start && regex.charAt(start) == '^')) {
                break;
            }
        }
        return worth;
    }
}
