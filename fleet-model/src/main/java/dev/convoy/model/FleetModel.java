package dev.convoy.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Everything that Convoy knows of the fleet at one moment: immutable, so that any thread may plan on it while the next one is made.
 * Objects come out in the order of their ids, whatever the order they went in. An object that is put again as it is stays the same
 * instance, and what a change does not touch is shared with the model before.
 */
public final class FleetModel {
    private static final FleetModel EMPTY = new FleetModel(PersistentMap.empty());

    /** From this share of the objects on, building the map anew is cheaper than changing it. */
    private static final int MANY = 8;

    private final PersistentMap<ObjectId, FleetObject> objects;

    private FleetModel(PersistentMap<ObjectId, FleetObject> objects) {
        this.objects = objects;
    }

    public static FleetModel empty() {
        return EMPTY;
    }

    public static FleetModel of(Collection<? extends FleetObject> objects) {
        return EMPTY.with(objects, List.of());
    }

    /** This model with some objects put (replacing those of the same id) and others removed; itself if nothing changes. */
    @SuppressWarnings("ReferenceEquality") // a map that does not change answers itself
    public FleetModel with(Collection<? extends FleetObject> put, Collection<ObjectId> removed) {
        PersistentMap<ObjectId, FleetObject> next = put.size() > objects.size() / MANY ? withMany(put) : withFew(put);
        for (ObjectId id : removed) {
            next = next.without(id);
        }
        return next == objects ? this : new FleetModel(next);
    }

    private PersistentMap<ObjectId, FleetObject> withFew(Collection<? extends FleetObject> put) {
        PersistentMap<ObjectId, FleetObject> next = objects;
        for (FleetObject object : put) {
            next = next.with(object.id(), object);
        }
        return next;
    }

    private PersistentMap<ObjectId, FleetObject> withMany(Collection<? extends FleetObject> put) {
        if (put.stream().allMatch(object -> object.equals(objects.get(object.id())))) {
            return objects;
        }
        var next = new TreeMap<ObjectId, FleetObject>();
        objects.forEach(next::put);
        put.forEach(object -> next.merge(object.id(), object, (old, now) -> old.equals(now) ? old : now));
        return PersistentMap.of(next);
    }

    /** The ids of the objects that are not the same in both, in their order, found in the time of what differs. */
    public List<ObjectId> differences(FleetModel other) {
        return objects.differences(other.objects);
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
        return find(Member.class, member.membership());
    }

    /**
     * All that counts: the fleet's own objects and those of its members. What belongs to a member that is not there waits for its
     * Membership. Cutting it out takes no longer where it is more.
     */
    public FleetModel ofMembers() {
        PersistentMap<ObjectId, FleetObject> members = objects;
        Optional<ObjectId> next = behind(Tree.fleet());
        while (next.isPresent()) {
            Tree tree = next.get().tree();
            if (tree instanceof Tree.OfMember(MemberId member) && member(member).isEmpty()) {
                members = members.withoutRun(id -> id.tree().compareTo(tree));
            }
            next = behind(tree);
        }
        return members.equals(objects) ? this : new FleetModel(members);
    }

    private Optional<ObjectId> behind(Tree tree) {
        return objects.first(id -> id.tree().compareTo(tree) > 0);
    }

    /** The ids sort by tree, kind and namespace, so each selection is one run of the map. */
    private <T extends FleetObject> List<T> select(Class<T> type, Predicate<ObjectId> wanted, ObjectId from) {
        var selected = new ArrayList<T>();
        objects.forEachFrom(from, (id, object) -> {
            boolean isWanted = wanted.test(id);
            if (isWanted) {
                selected.add(type.cast(object));
            }
            return isWanted;
        });
        return List.copyOf(selected);
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
