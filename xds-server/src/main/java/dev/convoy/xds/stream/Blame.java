package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.ResourceType;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds in Envoy's words which resources of a response it refused. */
final class Blame {
    /** So many Envoy says at most. */
    private static final int LONGEST_WORDS = 4_096;

    private static final Pattern LIST_OF_NAMES =
            Pattern.compile("^Error adding/updating (?:cluster|listener)\\(s\\) ", Pattern.CASE_INSENSITIVE);

    /** The first name in the dump of the offending message, whose layout differs from build to build. Possessive: it takes no stack. */
    private static final Pattern DUMPED_NAME = Pattern.compile("\\b(?:cluster_)?name:\\s*\"((?:[^\"\\\\]|\\\\.)*+)\"");

    private static final Pattern EXPECTED_NAME = Pattern.compile("\\(expecting ([^)]+)\\)");

    /** Of two scopes with one key the second is the one that is refused. */
    private static final Pattern CONFLICTING_NAME = Pattern.compile("second scope is '([^']+)'");

    private Blame() {}

    /** None where several were sent and the words name none of them. */
    static Set<String> of(ResourceType type, String words, Collection<String> sent) {
        if (sent.size() <= 1) {
            return Set.copyOf(sent);
        }
        Set<String> found = switch (type) {
            case CLUSTER, LISTENER -> listed(words, sent);
            case ENDPOINTS -> first(EXPECTED_NAME, words, sent);
            case SCOPES -> first(CONFLICTING_NAME, words, sent);
            case ROUTES, SECRET -> Set.of();
        };
        return found.isEmpty() ? first(DUMPED_NAME, words, sent) : found;
    }

    /** What is kept of them. Between two characters: half of one is no text that others can read. */
    static String cut(String words) {
        if (words.length() <= LONGEST_WORDS) {
            return words;
        }
        int end = Character.isHighSurrogate(words.charAt(LONGEST_WORDS - 1)) ? LONGEST_WORDS - 1 : LONGEST_WORDS;
        return words.substring(0, end) + "…";
    }

    private static Set<String> listed(String words, Collection<String> sent) {
        Matcher start = LIST_OF_NAMES.matcher(words);
        if (!start.find()) {
            return Set.of();
        }
        String list = words.substring(start.end());
        var found = new HashSet<String>();
        for (String name : sent) {
            boolean named = list.startsWith(name + ": ")
                    || List.of(", ", "\n").stream().anyMatch(before -> list.contains(before + name + ": "));
            if (named) {
                found.add(name);
            }
        }
        return found;
    }

    private static Set<String> first(Pattern pattern, String words, Collection<String> sent) {
        Matcher matcher = pattern.matcher(words);
        while (matcher.find()) {
            if (sent.contains(matcher.group(1))) {
                return Set.of(matcher.group(1));
            }
        }
        return Set.of();
    }
}
