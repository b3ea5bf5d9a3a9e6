package dev.convoy.model;

import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Everything that Convoy knows of the fleet at one moment: immutable, so that any thread may plan on it while the next one is made.
 * Objects come out in the order of their ids, whatever the order they went in.
 */
public final class FleetModel {
    private static final FleetModel EMPTY = new FleetModel(new TreeMap<>());

    private final NavigableMap<ObjectId, FleetObject> objects;

    private FleetModel(NavigableMap<ObjectId, FleetObject> objects) {
        this.objects = objects;
    }

    public static FleetModel empty() {
        return EMPTY;
    }

    public static FleetModel of(Collection<? extends FleetObject> objects) {
        return EMPTY.with(objects, List.of());
    }

    /** This model with some objects put (replacing those of the same id) and others removed; itself if nothing changes. */
    public FleetModel with(Collection<? extends FleetObject> put, Collection<ObjectId> removed) {
        boolean changes = put.stream().anyMatch(object -> !object.equals(objects.get(object.id())))
                || removed.stream().anyMatch(objects::containsKey);
        if (!changes) {
            return this;
        }
        var next = new TreeMap<>(objects);
        put.forEach(object -> next.merge(object.id(), object, (old, now) -> old.equals(now) ? old : now));
        removed.forEach(next::remove);
        return new FleetModel(next);
    }

    public Optional<FleetObject> find(ObjectId id) {
        return Optional.ofNullable(objects.get(id));
    }

    /** The object of that id, if it is there. */
    public <T extends FleetObject> Optional<T> find(Class<T> type, ObjectId id) {
        return find(id).map(type::cast);
    }

    public Stream<FleetObject> all() {
        return objects.values().stream();
    }

    /** All objects of one kind in one tree. */
    public <T extends FleetObject> List<T> list(Class<T> type, Tree tree, Kind kind) {
        // ' ' sorts before every namespace that Kubernetes admits.
        ObjectId from = new ObjectId(tree, kind, kind.namespaced() ? " " : "", "");
        return select(type, id -> id.tree().equals(tree) && id.kind() == kind, from);
    }

    /** All objects of one kind in one namespace of one tree. */
    public <T extends FleetObject> List<T> list(Class<T> type, Tree tree, Kind kind, String namespace) {
        ObjectId from = new ObjectId(tree, kind, namespace, "");
        return select(
                type,
                id -> id.tree().equals(tree)
                        && id.kind() == kind
                        && id.namespace().equals(namespace),
                from);
    }

    public List<Member> members() {
        return list(Member.class, Tree.fleet(), Kind.MEMBERSHIP);
    }

    public Optional<Member> member(MemberId member) {
        return find(Member.class, new ObjectId(Tree.fleet(), Kind.MEMBERSHIP, "", member.name()));
    }

    /** The ids sort by tree, kind and namespace, so each selection is one run of the map. */
    private <T extends FleetObject> List<T> select(Class<T> type, Predicate<ObjectId> wanted, ObjectId from) {
        return objects.tailMap(from, true).entrySet().stream()
                .takeWhile(entry -> wanted.test(entry.getKey()))
                .map(entry -> type.cast(entry.getValue()))
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FleetModel model && objects.equals(model.objects);
    }

    @Override
    public int hashCode() {
        return objects.hashCode();
    }
}
