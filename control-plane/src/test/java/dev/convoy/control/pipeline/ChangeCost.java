package dev.convoy.control.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.control.planning.Planner;
import dev.convoy.control.status.GatewayDelivery;
import dev.convoy.control.status.Statuses;
import dev.convoy.model.FleetModel;
import dev.convoy.model.FleetObject;
import dev.convoy.model.Gateway;
import dev.convoy.model.Listener;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.registry.store.InMemoryObjectStore;
import dev.convoy.xds.snapshot.Change;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.Generation;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.Snapshots;
import dev.convoy.xds.translate.TranslatedMember;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.ref.Reference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Prints what one changed object costs the hub, step by step from the model to the publication and the statuses: CPU milliseconds, the
 * median of many changes in a JVM that has compiled what it runs. And the bytes that each client of the member that gets most is sent
 * for it.
 */
final class ChangeCost {
    private static final List<String> SIZES = List.of("10", "1000", "10000");
    private static final int WARM_UP = 1_000;
    private static final int CHANGES = 1_000;
    private static final int LEAST = 4;
    private static final Duration LONGEST = Duration.ofSeconds(8);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final ObjectNode NO_STATUS = JsonNodeFactory.instance.objectNode();
    private static final GatewayDelivery.View ENVOYS = new GatewayDelivery.View() {
        @Override
        public GatewayDelivery of(MemberId member, ObjectId gateway) {
            return new GatewayDelivery.Acknowledged(1);
        }

        @Override
        public int connected(MemberId member) {
            return 1;
        }
    };

    private final LargeFleet large;
    private final Planner planner = new Planner();
    private final Snapshots snapshots = new Snapshots();
    private final Map<String, List<Double>> millis = new LinkedHashMap<>();
    private final List<Double> bytes = new ArrayList<>();
    private final List<Double> bytesOfRoutes = new ArrayList<>();
    private Map<MemberId, TranslatedMember> translated = Map.of();
    private FleetModel fleet = FleetModel.empty();
    private Statuses told = Statuses.NONE;
    private final Addresses addresses = new Addresses(new InMemoryObjectStore(InstantSource.system()));

    /** What becomes of the fleet. */
    private record Edit(List<FleetObject> put, List<ObjectId> removed) {
        static Edit put(FleetObject object) {
            return new Edit(List.of(object), List.of());
        }

        static Edit removed(FleetObject object) {
            return new Edit(List.of(), List.of(object.id()));
        }
    }

    private ChangeCost(LargeFleet large) {
        this.large = large;
    }

    public static void main(String[] sizes) {
        List<String> chosen = sizes.length == 0 ? SIZES : List.of(sizes);
        if (!chosen.stream().allMatch(size -> size.matches("[1-9]\\d*(\\+\\d+)?"))) {
            System.err.println("Each argument is a number of services, or services+gateways: 1000 or 100+1000.");
            System.exit(2);
        }
        new ChangeCost(new LargeFleet(WARM_UP, 0)).measure();
        System.out.println(
                "| change | R | model | addresses | plan | translate | publish | status | sum | p99 | bytes | of routes |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
        var heaps = new ArrayList<String>();
        for (String size : chosen) {
            var cost = new ChangeCost(LargeFleet.of(size));
            cost.measure().forEach(System.out::println);
            heaps.add("%,d MiB at R = %s".formatted(cost.heap() >> 20, cost.size()));
        }
        System.out.println("\nThe heap that all of it takes: " + String.join(", ", heaps) + ".");
    }

    private String size() {
        String services = "%,d".formatted(large.services());
        return large.moreGateways() == 0 ? services : services + " + %,d".formatted(large.moreGateways());
    }

    private List<String> measure() {
        change(new Edit(large.objects(), List.of()));
        var rows = new ArrayList<String>();
        rows.add(row("load", _ -> true));
        int services = large.services();
        rows.add(measure("endpoint", i -> Edit.put(large.slice(i % services, i / services % 2 == 0 ? 2 : 4))));
        rows.add(measure("weight", i -> Edit.put(large.route(i % services, 20 + i % 53))));
        FleetObject route = large.route(services, 10);
        rows.add(measure("route", i -> i % 2 == 0 ? Edit.put(route) : Edit.removed(route)));
        rows.add(measure("service", i -> Edit.put(large.service(i % services, i / services % 2 == 0 ? "grpc" : ""))));
        FleetObject export = large.export(0);
        rows.add(measure("export", i -> i % 2 == 0 ? Edit.removed(export) : Edit.put(export)));
        rows.add(measure("label", i -> Edit.put(large.member(i % 2 == 0 ? "other" : ""))));
        rows.add(measure("locality", i -> Edit.put(large.memberIn(i % 2 == 0 ? "osaka" : "berlin"))));
        rows.addAll(measureNewcomer());
        rows.addAll(measureGateway());
        return rows;
    }

    /** One more member comes and goes: first with nothing of its own, then with a service that it exports. */
    private List<String> measureNewcomer() {
        FleetObject newcomer = large.newcomer();
        IntFunction<Edit> edits = i -> i % 2 == 0 ? Edit.put(newcomer) : Edit.removed(newcomer);
        var rows = new ArrayList<>(measureBoth("member comes", "member goes", edits));
        change(new Edit(large.newcomersService(), List.of()));
        rows.addAll(measureBoth("exporter comes", "exporter goes", edits));
        change(Edit.removed(newcomer));
        return rows;
    }

    /** With a secure listener for every route; one more takes the host of one of them. */
    private List<String> measureGateway() {
        Listener http = large.plaintext();
        Listener all = large.secure("all", "*.example.com");
        Listener one = large.secure("one", large.host(0));
        Gateway secure = large.gateway(http, all);
        change(new Edit(List.of(large.certificate(0), secure), List.of()));
        var rows = new ArrayList<String>();
        rows.add(measure("certificate", i -> Edit.put(large.certificate(1 + i))));
        rows.add(measure("gateway", i -> Edit.put(large.gateway(2 + i, http, all))));
        rows.add(measure("listener", i -> Edit.put(i % 2 == 0 ? large.gateway(http, all, one) : secure)));
        change(Edit.put(large.gateway(http)));
        return rows;
    }

    /** The earlier half of the changes is for the compiler. */
    private String measure(String what, IntFunction<Edit> edits) {
        int changes = changes(edits);
        return row(what, i -> i >= changes / 2);
    }

    /** Where each change takes back the one before it, and costs something else. */
    private List<String> measureBoth(String there, String back, IntFunction<Edit> edits) {
        int changes = changes(edits);
        return List.of(row(there, i -> i >= changes / 2 && i % 2 == 0), row(back, i -> i >= changes / 2 && i % 2 != 0));
    }

    /** Answers how many there were time for. */
    private int changes(IntFunction<Edit> edits) {
        millis.clear();
        bytes.clear();
        bytesOfRoutes.clear();
        long end = System.nanoTime() + LONGEST.toNanos();
        int i = 0;
        while (i < LEAST || (i < CHANGES && System.nanoTime() < end)) {
            change(edits.apply(i++));
        }
        return i;
    }

    private void change(Edit edit) {
        fleet = step("model", () -> fleet.with(edit.put, edit.removed));
        GatewayAddresses settled = step("addresses", () -> addresses.settle(fleet));
        FleetPlan plan = step("plan", () -> planner.plan(fleet, settled));
        var known = new HashSet<>(translated.keySet());
        translated = step("translate", () -> translate(plan));
        List<Generation> before = generations();
        step("publish", () -> {
            known.removeAll(translated.keySet());
            known.forEach(gone -> snapshots.forget(group(gone)));
            translated.forEach((member, next) -> snapshots.publish(group(member), next.resources()));
            return translated;
        });
        Statuses statuses = new Statuses(fleet, plan);
        told = step("status", () -> {
            statuses.differences(told).forEach(id -> statuses.of(id, ENVOYS, NO_STATUS, Instant.EPOCH));
            return statuses;
        });
        weigh(before);
    }

    /** What is held for the fleet, and for the next change of it. */
    private long heap() {
        try {
            System.gc();
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private Map<MemberId, TranslatedMember> translate(FleetPlan plan) {
        var next = new HashMap<MemberId, TranslatedMember>();
        plan.members().forEach((member, memberPlan) -> {
            TranslatedMember last = translated.get(member);
            next.put(member, last == null ? TranslatedMember.of(memberPlan, next.values()) : last.next(memberPlan));
        });
        return next;
    }

    private List<Generation> generations() {
        return translated.keySet().stream()
                .map(member -> snapshots.of(group(member)).newest())
                .toList();
    }

    private void weigh(List<Generation> before) {
        double most = 0;
        double mostOfRoutes = 0;
        for (Generation last : before) {
            Generation next = last.next();
            if (next != null) {
                Map<ResourceType, Integer> sizes = sizes(next);
                most = Math.max(
                        most, sizes.values().stream().mapToInt(size -> size).sum());
                mostOfRoutes = Math.max(mostOfRoutes, sizes.getOrDefault(ResourceType.ROUTES, 0));
            }
        }
        bytes.add(most);
        bytesOfRoutes.add(mostOfRoutes);
    }

    private static Map<ResourceType, Integer> sizes(Generation generation) {
        var sizes = new EnumMap<ResourceType, Integer>(ResourceType.class);
        for (Change change : generation.changes()) {
            Resource now = generation.snapshot().get(change.key());
            if (now != null) {
                sizes.merge(now.type(), now.any().size(), Integer::sum);
            }
        }
        return sizes;
    }

    private static EnvoyGroup group(MemberId member) {
        return new EnvoyGroup(member, EnvoyGroup.DEFAULT_POOL);
    }

    private <T> T step(String name, Supplier<T> work) {
        long before = THREADS.getCurrentThreadCpuTime();
        T result = work.get();
        long nanos = THREADS.getCurrentThreadCpuTime() - before;
        millis.computeIfAbsent(name, _ -> new ArrayList<>()).add(nanos / 1e6);
        return result;
    }

    private String row(String what, IntPredicate counted) {
        var row = new StringBuilder("| %s | %s |".formatted(what, size()));
        millis.values().forEach(all -> row.append(" %.3f |".formatted(share(0.5, all, counted))));
        List<Double> sums = IntStream.range(0, bytes.size())
                .mapToObj(change -> millis.values().stream()
                        .mapToDouble(all -> all.get(change))
                        .sum())
                .toList();
        return row.append(" %.3f | %.3f | %,.0f | %,.0f |"
                        .formatted(
                                share(0.5, sums, counted),
                                share(0.99, sums, counted),
                                share(0.5, bytes, counted),
                                share(0.5, bytesOfRoutes, counted)))
                .toString();
    }

    /** Of the changes that are counted. */
    private static double share(double share, List<Double> all, IntPredicate counted) {
        List<Double> sorted = IntStream.range(0, all.size())
                .filter(counted)
                .mapToObj(all::get)
                .sorted()
                .toList();
        return sorted.get(Math.min(sorted.size() - 1, (int) (share * sorted.size())));
    }
}
