package dev.convoy.control.api;

import java.util.Comparator;
import java.util.List;

/** Finds the name that somebody probably meant. */
final class Nearest {
    private static final int FARTHEST = 3;

    private Nearest() {}

    /** "Did you mean …?", or what there is. */
    static String hint(String given, List<String> known) {
        String start = given.length() > 64 ? given.substring(0, 64) : given;
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(start, name)))
                .filter(name -> distance(start, name) <= Math.min(FARTHEST, name.length() / 2))
                .map(name -> "Did you mean \"" + name + "\"?")
                .orElseGet(() -> "There are: " + String.join(", ", known) + ".");
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
