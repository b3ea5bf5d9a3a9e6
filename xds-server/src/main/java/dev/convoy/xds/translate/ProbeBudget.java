package dev.convoy.xds.translate;

import java.time.Duration;

/**
 * How often an Envoy may ask other networks about each service. The questions of one Envoy are members times services, so it has a budget
 * of some 1,000 a second; the interval doubles, so that one more service does not change every cluster.
 */
final class ProbeBudget {
    private static final int PROBES_A_SECOND = 1_000;
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(32);

    private ProbeBudget() {}

    /** {@code probed} counts each backend once for each member behind its gateway. */
    static Duration interval(long probed) {
        Duration interval = SHORTEST;
        while (probed * 1_000 > PROBES_A_SECOND * interval.toMillis() && interval.compareTo(LONGEST) < 0) {
            interval = interval.multipliedBy(2);
        }
        return interval;
    }
}
