package dev.convoy.xds.stream;

import dev.convoy.model.PersistentMap;
import dev.convoy.xds.snapshot.Print;
import dev.convoy.xds.snapshot.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which names of one type a client wants: some, or all of them by wildcard, or both. As far as that is what is published, it is kept as
 * the published map itself, which costs nothing, however many clients there are.
 */
final class Subscription {
    static final String WILDCARD = "*";

    /** So many published names may be missing without the others being kept one by one. */
    private static final int FEW = 32;

    private PersistentMap<String, Resource> shared = PersistentMap.empty();
    private Set<String> own = new HashSet<>();

    /** In place of both, as long as the client only asks for what others ask for, too. */
    private final List<Selection> selected = new ArrayList<>();

    private @Nullable Print stated;
    private boolean wildcard;
    private boolean explicit;

    /** Notes what the client says it wants, in full; false where it has just said the same. */
    boolean restate(Names everything) {
        boolean changed = !everything.print().equals(stated);
        stated = everything.print();
        return changed;
    }

    boolean wants(String name) {
        return wildcard || isNamed(name);
    }

    boolean isNamed(String name) {
        return own.contains(name) || shared.containsKey(name) || isSelected(name);
    }

    private boolean isSelected(String name) {
        for (Selection selection : selected) {
            if (selection.contains(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it wants each of these. Asked again, it looks only at what differs from what it was asked before. */
    boolean wantsAll(PersistentMap<String, Resource> published) {
        return (wildcard && size() == 0) || share(published) || wildcard;
    }

    /** Takes over the published map for as many of the names as are in it; returns whether those are all that are in it. */
    @SuppressWarnings("ReferenceEquality") // a type of which nothing changed has the same map
    private boolean share(PersistentMap<String, Resource> published) {
        if (shared == published) {
            return true;
        }
        if (!selected.isEmpty() && selected.stream().allMatch(selection -> selection.isOf(published))) {
            if (size() < published.size()) {
                return false;
            }
            selected.clear();
            shared = published;
            return true;
        }
        nameSelected();
        var gone = new ArrayList<String>();
        var found = new ArrayList<String>();
        var missing = new ArrayList<String>();
        boolean few = shared.differsOnlyWhere(published, name -> {
            if (!shared.containsKey(name)) {
                (own.contains(name) ? found : missing).add(name);
            } else if (!published.containsKey(name)) {
                gone.add(name);
            }
            return missing.size() <= FEW;
        });
        if (!few) {
            return false;
        }
        own.addAll(gone);
        found.forEach(own::remove);
        if (own.isEmpty()) {
            own = new HashSet<>();
        }
        shared = published;
        for (String name : missing) {
            shared = shared.without(name);
        }
        return missing.isEmpty();
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

    int size() {
        int size = shared.size() + own.size();
        for (Selection selection : selected) {
            size += selection.size();
        }
        return size;
    }

    /** A copy. */
    Set<String> names() {
        var names = new HashSet<>(own);
        shared.forEach((name, _) -> names.add(name));
        selected.forEach(selection -> selection.bundles().forEach(bundle -> names.addAll(bundle.names())));
        return names;
    }

    /** Those that are not published. */
    @SuppressWarnings("ReferenceEquality") // a type of which nothing changed has the same map
    Set<String> namesBeside(PersistentMap<String, Resource> published) {
        Set<String> names = shared == published ? new HashSet<>(own) : names();
        names.removeIf(published::containsKey);
        return names;
    }

    void add(String name) {
        if (!isNamed(name)) {
            nameSelected();
            own.add(name);
        }
    }

    /** Names nothing so far, or only what others select, too. */
    boolean maySelect() {
        return own.isEmpty() && shared.isEmpty();
    }

    /** Where {@link #maySelect} holds, and none of it is named yet. */
    void add(Selection selection) {
        selected.add(selection);
    }

    List<Selection> selected() {
        return selected;
    }

    /** Whether this is all that it names. */
    @SuppressWarnings("ReferenceEquality") // a type of which nothing changed has the same map
    boolean isJust(PersistentMap<String, Resource> published) {
        return shared == published && own.isEmpty();
    }

    /** Names everything that is published, where it names nothing so far; returns whether it does. */
    boolean nameAll(PersistentMap<String, Resource> published) {
        boolean first = maySelect() && selected.isEmpty();
        if (first) {
            shared = published;
        }
        return first;
    }

    /** Makes of what is selected names of its own. */
    private void nameSelected() {
        selected.forEach(selection -> selection.bundles().forEach(bundle -> own.addAll(bundle.names())));
        selected.clear();
    }

    boolean remove(String name) {
        nameSelected();
        boolean wasShared = shared.containsKey(name);
        shared = shared.without(name);
        return own.remove(name) || wasShared;
    }
}
