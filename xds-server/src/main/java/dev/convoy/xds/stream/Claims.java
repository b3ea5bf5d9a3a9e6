package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.Print;
import java.util.Map;
import java.util.function.Supplier;

/** What a client says it has of a type, version by name: recognised by its print, and read only where that does not suffice. */
final class Claims {
    static final Claims NONE = new Claims(Print.NONE, 0, Map::of);

    private final Print print;
    private final int longest;
    private final Supplier<Map<String, String>> versions;

    /** @param longest name or version, in bytes */
    Claims(Print print, int longest, Supplier<Map<String, String>> versions) {
        this.print = print;
        this.longest = longest;
        this.versions = versions;
    }

    static Claims of(Map<String, String> versions) {
        Map<String, String> copy = Map.copyOf(versions);
        Print print = Print.NONE;
        int longest = 0;
        for (Map.Entry<String, String> claim : copy.entrySet()) {
            print = print.plus(Print.pair(Print.member(claim.getKey()), Print.member(claim.getValue())));
            longest = Math.max(longest, StreamLimits.length(claim.getKey()));
            longest = Math.max(longest, StreamLimits.length(claim.getValue()));
        }
        return new Claims(print, longest, () -> copy);
    }

    Print print() {
        return print;
    }

    int size() {
        return print.size();
    }

    boolean isEmpty() {
        return size() == 0;
    }

    int longest() {
        return longest;
    }

    /** By name; of a name that is claimed twice the last. */
    Map<String, String> versions() {
        return versions.get();
    }
}
