package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.Print;
import java.util.List;
import java.util.function.Supplier;

/** Names as a client lists them: recognised by their print, and read only where that does not suffice. */
final class Names {
    static final Names NONE = new Names(Print.NONE, 0, false, List::of);

    private final Print print;
    private final int longest;
    private final boolean wildcard;
    private final Supplier<List<String>> list;

    /**
     * @param longest in bytes
     * @param wildcard whether {@link Subscription#WILDCARD} is among them
     */
    Names(Print print, int longest, boolean wildcard, Supplier<List<String>> list) {
        this.print = print;
        this.longest = longest;
        this.wildcard = wildcard;
        this.list = list;
    }

    static Names of(List<String> names) {
        List<String> copy = List.copyOf(names);
        Print print = Print.NONE;
        int longest = 0;
        for (String name : copy) {
            print = print.plus(Print.member(name));
            longest = Math.max(longest, StreamLimits.length(name));
        }
        return new Names(print, longest, copy.contains(Subscription.WILDCARD), () -> copy);
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

    boolean hasWildcard() {
        return wildcard;
    }

    /** Each as often as the client lists it. */
    List<String> list() {
        return list.get();
    }
}
