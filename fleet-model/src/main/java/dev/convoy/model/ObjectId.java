package dev.convoy.model;

/** Names one object of the fleet. {@code namespace} is empty for kinds that have none. */
public record ObjectId(Tree tree, Kind kind, String namespace, String name) implements Comparable<ObjectId> {
    public ObjectId {
        if (kind.namespaced() == namespace.isEmpty()) {
            throw new IllegalArgumentException(
                    kind.kindName() + " " + name + (kind.namespaced() ? " needs a namespace" : " has no namespace"));
        }
    }

    /** {@code namespace/name}, or the name alone where there is no namespace. */
    public String qualifiedName() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    /** By hand: maps of all objects ask this a dozen times for each look-up, and a chain of comparators costs five times as much. */
    @Override
    public int compareTo(ObjectId other) {
        int order = tree.compareTo(other.tree);
        if (order == 0) {
            order = kind.compareTo(other.kind);
        }
        if (order == 0) {
            order = namespace.compareTo(other.namespace);
        }
        return order == 0 ? name.compareTo(other.name) : order;
    }

    /** As people read it: {@code HTTPRoute store/web} or {@code HTTPRoute store/web of tokyo}. */
    @Override
    public String toString() {
        String what = kind.kindName() + " " + qualifiedName();
        return tree instanceof Tree.OfMember(MemberId member) ? what + " of " + member : what;
    }
}
