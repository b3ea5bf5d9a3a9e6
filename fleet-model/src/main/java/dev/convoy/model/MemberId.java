package dev.convoy.model;

/** The name of a member: one Kubernetes cluster of the fleet. A DNS label, so that it may stand in paths and certificates. */
public record MemberId(String name) implements Comparable<MemberId> {
    /** Which object registers it. */
    public ObjectId membership() {
        return new ObjectId(Tree.fleet(), Kind.MEMBERSHIP, "", name);
    }

    @Override
    public int compareTo(MemberId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
