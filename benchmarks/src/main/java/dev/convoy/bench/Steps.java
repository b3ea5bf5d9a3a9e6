package dev.convoy.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** How long the steps of each change took, in milliseconds of the clock and of this thread's CPU time. */
final class Steps {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Map<String, List<Cost>> costs = new LinkedHashMap<>();

    private record Cost(double clock, double cpu) {}

    <T> T time(String step, Supplier<T> work) {
        long clock = System.nanoTime();
        long cpu = THREADS.getCurrentThreadCpuTime();
        T result = work.get();
        var cost = new Cost((System.nanoTime() - clock) / 1e6, (THREADS.getCurrentThreadCpuTime() - cpu) / 1e6);
        costs.computeIfAbsent(step, _ -> new ArrayList<>()).add(cost);
        return result;
    }

    /** The medians of each, clock and CPU, as JSON. */
    String medians() {
        return costs.entrySet().stream()
                .map(step -> "\"%s\": [%.3f, %.3f]"
                        .formatted(
                                step.getKey(),
                                median(step.getValue(), Cost::clock),
                                median(step.getValue(), Cost::cpu)))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static double median(List<Cost> values, ToDoubleFunction<Cost> of) {
        return values.stream().mapToDouble(of).sorted().toArray()[values.size() / 2];
    }
}
