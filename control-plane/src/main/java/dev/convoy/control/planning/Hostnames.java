package dev.convoy.control.planning;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How hostnames relate: exact ones, {@code *.}-wildcards, and {@code *} for every host. */
public final class Hostnames {
    static final String ANY = "*";

    private static final int LONGEST = 253;
    private static final Pattern EXACT =
            Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*");

    /** The most specific first: exact, then the longest wildcard, then any. Among those that match one request this decides. */
    static final Comparator<String> MOST_SPECIFIC_FIRST = Comparator.comparing(Hostnames::isWildcard)
            .thenComparing(Comparator.comparingInt(String::length).reversed());

    private Hostnames() {}

    /** As compared and planned: lower case, and {@code *} where none is given. */
    static String normal(String hostname) {
        return hostname.isEmpty() ? ANY : hostname.toLowerCase(Locale.ROOT);
    }

    /** A name in lower case as DNS has them (RFC 1123), without a wildcard. */
    public static boolean isExact(String hostname) {
        return hostname.length() <= LONGEST && EXACT.matcher(hostname).matches();
    }

    /** Whether an Envoy may be given it at all; the door has usually asked before. */
    static boolean isSound(String normal) {
        return normal.equals(ANY) || isExact(normal.startsWith("*.") ? normal.substring(2) : normal);
    }

    /** Whether every request for the one is also a request for the pattern. A wildcard covers any number of labels, never none. */
    static boolean covers(String pattern, String hostname) {
        return pattern.equals(ANY)
                || pattern.equals(hostname)
                || (pattern.startsWith("*.") && hostname.endsWith(pattern.substring(1)));
    }

    /** The requests that both take; nothing where they have none in common. */
    static Optional<String> intersection(String one, String other) {
        if (covers(one, other)) {
            return Optional.of(other);
        }
        return covers(other, one) ? Optional.of(one) : Optional.empty();
    }

    /** Every pattern that covers the hostname, the most specific first: as many as it has labels. */
    static List<String> covering(String hostname) {
        var patterns = new ArrayList<String>();
        patterns.add(hostname);
        for (int dot = hostname.indexOf('.'); dot >= 0; dot = hostname.indexOf('.', dot + 1)) {
            String wildcard = "*" + hostname.substring(dot);
            if (!wildcard.equals(hostname)) {
                patterns.add(wildcard);
            }
        }
        if (!hostname.equals(ANY)) {
            patterns.add(ANY);
        }
        return patterns;
    }

    /** The most specific of those that cover the hostname. */
    static Optional<String> nearest(Collection<String> patterns, String hostname) {
        return covering(hostname).stream().filter(patterns::contains).findFirst();
    }

    static boolean isWildcard(String hostname) {
        return hostname.startsWith("*");
    }
}
