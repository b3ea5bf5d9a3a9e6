package dev.convoy.xds.translate;

import dev.convoy.model.plan.BackendPlan;
import java.time.Duration;
import java.util.List;

/**
 * How often an Envoy may ask other networks about each service. The questions of one Envoy are members times services, so it has a budget
 * of some 1,000 a second; the interval doubles, so that one more service does not change every cluster.
 */
final class ProbeBudget {
    private static final int PROBES_A_SECOND = 1_000;
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(32);

    private ProbeBudget() {}

    static Duration interval(List<BackendPlan> backends) {
        long probed = backends.stream()
                .mapToLong(backend -> BackendTranslation.remoteMembers(backend).size())
                .sum();
        Duration interval = SHORTEST;
        while (probed * 1_000 > PROBES_A_SECOND * interval.toMillis() && interval.compareTo(LONGEST) < 0) {
            interval = interval.multipliedBy(2);
        }
        return interval;
    }
}
