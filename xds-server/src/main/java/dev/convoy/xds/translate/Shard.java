package dev.convoy.xds.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Neighbouring buckets whose hosts are served as one RouteConfiguration, which an Envoy takes in as a whole for each change of one of them.
 *
 * @param from the first bucket
 * @param to the last
 */
record Shard(int from, int to) {
    /** A shard of this size or less is not divided. */
    static final int ENOUGH = 6_000;

    Shard {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no buckets from " + from + " to " + to);
        }
    }

    /** Halves until they are small: where few buckets change, few shards do. */
    static List<Shard> divide(int[] bytes, int enough) {
        int[] before = new int[bytes.length + 1];
        for (int i = 0; i < bytes.length; i++) {
            before[i + 1] = before[i] + bytes[i];
        }
        var shards = new ArrayList<Shard>();
        new Shard(0, bytes.length - 1).divide(before, enough, shards);
        return shards;
    }

    private void divide(int[] before, int enough, List<Shard> shards) {
        if (from == to || before[to + 1] - before[from] <= enough) {
            shards.add(this);
        } else {
            int middle = (from + to) >>> 1;
            new Shard(from, middle).divide(before, enough, shards);
            new Shard(middle + 1, to).divide(before, enough, shards);
        }
    }

    <T> List<T> of(List<T> buckets) {
        return buckets.subList(from, to + 1);
    }

    /** Whether any of its buckets is another instance in these. */
    @SuppressWarnings("ReferenceEquality") // a bucket that did not change is the same one
    boolean differs(List<Bucket> before, List<Bucket> after) {
        return IntStream.rangeClosed(from, to).anyMatch(bucket -> before.get(bucket) != after.get(bucket));
    }

    @Override
    public String toString() {
        return from + "-" + to;
    }
}
