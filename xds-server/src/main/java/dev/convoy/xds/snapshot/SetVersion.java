package dev.convoy.xds.snapshot;

import java.util.stream.Stream;

/** Identifies a set of resources by what they hold, whatever the order in which they were added. */
public record SetVersion(int size, long sum) {
    static final SetVersion EMPTY = new SetVersion(0, 0);

    public static SetVersion of(Stream<Resource> resources) {
        return resources.reduce(
                EMPTY, SetVersion::plus, (one, other) -> new SetVersion(one.size + other.size, one.sum + other.sum));
    }

    public SetVersion plus(Resource resource) {
        return new SetVersion(size + 1, sum + resource.fingerprint());
    }

    /** The resource is in the set. */
    public SetVersion minus(Resource resource) {
        return new SetVersion(size - 1, sum - resource.fingerprint());
    }

    @Override
    public String toString() {
        return size + "-" + Long.toHexString(sum);
    }
}
