package dev.convoy.xds.stream;

import dev.convoy.model.PersistentMap;
import dev.convoy.xds.snapshot.Resource;
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
    /** Some resources of which every name is among the names. */
    private PersistentMap<String, Resource> covered = PersistentMap.empty();

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

    /** Whether it wants each of these. Asked again, it looks only at what differs from what it wanted all of before. */
    boolean wantsAll(PersistentMap<String, Resource> published) {
        if (wildcard) {
            return true;
        }
        boolean all = covered.differsOnlyWhere(published, name -> names.contains(name) || !published.containsKey(name));
        covered = all ? published : covered;
        return all;
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
        covered = PersistentMap.empty();
        return names.remove(name);
    }
}
