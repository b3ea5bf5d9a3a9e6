package dev.convoy.control.pipeline;

import dev.convoy.control.planning.AddressPlan;
import dev.convoy.control.planning.Planner;
import dev.convoy.model.FleetModel;
import dev.convoy.model.FleetObject;
import dev.convoy.model.MemberId;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.Snapshots;
import dev.convoy.xds.translate.TranslatedMember;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Prints what one changed endpoint and one changed weight cost the hub, step by step, from the model to the publication: CPU
 * milliseconds of the pipeline's thread, the first change after the load (cold) and the median of the later ones (warm).
 */
final class ChangeCost {
    private static final int[] SIZES = {10, 1_000, 10_000};
    private static final int CHANGES = 11;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final LargeFleet large;
    private final Planner planner = new Planner();
    private final Map<MemberId, TranslatedMember> translated = new HashMap<>();
    private final Snapshots snapshots = new Snapshots();
    private final Map<String, List<Double>> millis = new LinkedHashMap<>();
    private FleetModel fleet = FleetModel.empty();
    private GatewayAddresses addresses = GatewayAddresses.NONE;

    private ChangeCost(int services) {
        this.large = new LargeFleet(services);
    }

    public static void main(String[] sizes) {
        int[] chosen = sizes.length == 0
                ? SIZES
                : Arrays.stream(sizes).mapToInt(Integer::parseInt).toArray();
        for (int services : chosen) {
            new ChangeCost(services).print();
        }
    }

    private void print() {
        int services = large.services();
        change(large.objects());
        report("load", 0);
        measure("endpoint", i -> large.slice(i % services, i % 2 == 0 ? 2 : 4));
        measure("weight", i -> large.route(i % services, 20 + i % 50));
    }

    private void measure(String what, IntFunction<FleetObject> changed) {
        millis.clear();
        for (int i = 0; i < CHANGES; i++) {
            change(List.of(changed.apply(i)));
        }
        report(what + ", cold", 0);
        report(what + ", warm", 1);
    }

    private void change(List<? extends FleetObject> objects) {
        fleet = step("model", () -> fleet.with(objects, List.of()));
        addresses = step(
                "addresses",
                () -> AddressPlan.of(fleet, addresses).assign().isEmpty()
                        ? addresses
                        : AddressPlan.of(fleet, addresses).addresses());
        FleetPlan plan = step("plan", () -> planner.plan(fleet, addresses));
        step("translate", () -> {
            plan.members()
                    .forEach((member, next) -> translated.compute(
                            member, (_, before) -> before == null ? TranslatedMember.of(next) : before.next(next)));
            return translated;
        });
        step("publish", () -> {
            translated.forEach((member, next) ->
                    snapshots.publish(new EnvoyGroup(member, EnvoyGroup.DEFAULT_POOL), next.resources()));
            return translated;
        });
    }

    private <T> T step(String name, Supplier<T> work) {
        long before = THREADS.getCurrentThreadCpuTime();
        T result = work.get();
        long nanos = THREADS.getCurrentThreadCpuTime() - before;
        millis.computeIfAbsent(name, _ -> new ArrayList<>()).add(nanos / 1e6);
        return result;
    }

    /** The median of the changes from the {@code first} on; of the first alone where that is 0. */
    private void report(String what, int first) {
        var line = new StringBuilder("R = %6d, %-15s".formatted(large.services(), what));
        double sum = 0;
        for (Map.Entry<String, List<Double>> step : millis.entrySet()) {
            List<Double> all = step.getValue();
            double median = first == 0
                    ? all.getFirst()
                    : all.subList(first, all.size()).stream().sorted().toList().get((all.size() - first) / 2);
            sum += median;
            line.append("  %s %8.2f".formatted(step.getKey(), median));
        }
        System.out.println(line.append("  = %8.2f ms".formatted(sum)));
    }
}
