package dev.convoy.xds.stream;

import java.util.ArrayDeque;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a client lacks of a type: whole bundles, of which it has nothing, and single names. No name is in both. */
final class Backlog {
    private final NavigableMap<String, Due> single = new TreeMap<>();
    private final Queue<Bundle> bundles = new ArrayDeque<>();

    boolean isEmpty() {
        return single.isEmpty() && bundles.isEmpty();
    }

    boolean contains(String name) {
        return single.containsKey(name) || isBundled(name);
    }

    Stream<String> names() {
        return Stream.concat(single.keySet().stream(), bundles.stream().flatMap(bundle -> bundle.names().stream()));
    }

    /** Without what is bundled. */
    NavigableMap<String, Due> single() {
        return single;
    }

    boolean isBundled(String name) {
        for (Bundle bundle : bundles) {
            if (bundle.contains(name)) {
                return true;
            }
        }
        return false;
    }

    boolean hasBundles() {
        return !bundles.isEmpty();
    }

    void add(Selection selection) {
        bundles.addAll(selection.bundles());
    }

    @Nullable
    Bundle takeBundle() {
        return bundles.poll();
    }

    /** Makes each of the bundled names a single one: they can no longer be told as they were put together. */
    void unbundle(Predicate<String> owed) {
        for (Bundle bundle = bundles.poll(); bundle != null; bundle = bundles.poll()) {
            for (String name : bundle.names()) {
                single.put(name, new Due(new Holding.Nothing(), owed.test(name)));
            }
        }
    }

    void clear() {
        single.clear();
        bundles.clear();
    }
}
