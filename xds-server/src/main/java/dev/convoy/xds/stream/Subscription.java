package dev.convoy.xds.stream;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which names of one type a client wants: some, or all of them by wildcard, or both. */
final class Subscription {
    static final String WILDCARD = "*";

    private final Set<String> names = new HashSet<>();
    private @Nullable List<String> stated;
    private boolean wildcard;
    private boolean explicit;

    /** Notes what the client says it wants, in full; false where it has just said the same. */
    boolean restate(List<String> everything) {
        boolean changed = !everything.equals(stated);
        stated = everything;
        return changed;
    }

    boolean wants(String name) {
        return wildcard || names.contains(name);
    }

    boolean isWildcard() {
        return wildcard;
    }

    void wildcard(boolean on) {
        wildcard = on;
    }

    /** Whether the client has ever named what it wants, a wildcard included. Only until then does naming nothing mean everything. */
    boolean isExplicit() {
        return explicit;
    }

    void markExplicit() {
        explicit = true;
    }

    Set<String> names() {
        return Collections.unmodifiableSet(names);
    }

    void add(String name) {
        names.add(name);
    }

    boolean remove(String name) {
        return names.remove(name);
    }
}
