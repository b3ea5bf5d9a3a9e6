package dev.convoy.model;

import java.util.Comparator;

/** Names one object of the fleet. {@code namespace} is empty for kinds that have none. */
public record ObjectId(Tree tree, Kind kind, String namespace, String name) implements Comparable<ObjectId> {
    private static final Comparator<ObjectId> ORDER = Comparator.comparing(ObjectId::tree)
            .thenComparing(ObjectId::kind)
            .thenComparing(ObjectId::namespace)
            .thenComparing(ObjectId::name);

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

    @Override
    public int compareTo(ObjectId other) {
        return ORDER.compare(this, other);
    }

    /** As people read it: {@code HTTPRoute store/web} or {@code HTTPRoute store/web of tokyo}. */
    @Override
    public String toString() {
        String what = kind.kindName() + " " + qualifiedName();
        return tree instanceof Tree.OfMember(MemberId member) ? what + " of " + member : what;
    }
}
