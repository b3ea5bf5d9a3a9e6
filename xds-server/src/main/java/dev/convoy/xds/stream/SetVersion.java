package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.Resource;
import org.jspecify.annotations.Nullable;

/** Identifies a set of resources by what they hold, whatever the order in which they were added. */
final class SetVersion {
    private long sum;
    private int size;

    void add(@Nullable Resource resource) {
        if (resource != null) {
            sum += resource.fingerprint();
            size++;
        }
    }

    @Override
    public String toString() {
        return size + "-" + Long.toHexString(sum);
    }
}
