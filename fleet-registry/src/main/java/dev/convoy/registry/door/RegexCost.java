package dev.convoy.registry.door;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Estimates how large RE2 makes a regular expression before anybody compiles it: {@code ((a{1000}){1000}){1000}} is a short text and
 * more than a machine's memory. Counts the repetitions and not the syntax, which is for the compiler to judge.
 */
final class RegexCost {
    private static final long MOST = Integer.MAX_VALUE;

    /** A Unicode class has hundreds of ranges, and each is several instructions over UTF-8. */
    private static final int UNICODE_CLASS = 1500;

    private static final int CLASS = 20;
    private static final int LITERAL = 2;

    private final String regex;
    private final Deque<Long> outer = new ArrayDeque<>();
    private int at;
    private long group;
    private long atom;

    private RegexCost(String regex) {
        this.regex = regex;
    }

    static long of(String regex) {
        return new RegexCost(regex).count();
    }

    private long count() {
        while (at < regex.length()) {
            char c = regex.charAt(at++);
            switch (c) {
                case '(' -> {
                    outer.push(finished());
                    group = 0;
                    atom = 0;
                }
                case ')' -> {
                    long inner = finished();
                    group = outer.isEmpty() ? 0 : outer.pop();
                    atom = inner + LITERAL;
                }
                case '[' -> next(CLASS * skipClass());
                case '\\' -> escape();
                case '{' -> repeat();
                case '.' -> next(CLASS);
                default -> next(LITERAL);
            }
        }
        long total = finished();
        for (long open : outer) {
            total = Math.min(MOST, total + open);
        }
        return total;
    }

    private long finished() {
        return Math.min(MOST, group + atom);
    }

    private void next(long cost) {
        group = finished();
        atom = cost;
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
        atom = Math.min(MOST, atom * times);
        at = end + 1;
    }

    private void escape() {
        char c = at < regex.length() ? regex.charAt(at++) : '\\';
        if (c == 'p' || c == 'P') {
            skipBraces();
            next(UNICODE_CLASS);
        } else if (c == 'x') {
            skipBraces();
            next(LITERAL);
        } else {
            next(Character.isLetter(c) ? CLASS : LITERAL);
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
