package dev.convoy.xds.translate;

import static dev.convoy.xds.translate.Plans.TOKYO;
import static dev.convoy.xds.translate.Plans.host;
import static dev.convoy.xds.translate.Plans.plaintext;
import static dev.convoy.xds.translate.Plans.prefix;
import static dev.convoy.xds.translate.Plans.prefixWithHeader;
import static dev.convoy.xds.translate.Plans.route;

import dev.convoy.embedded.EnvoyProcess;
import dev.convoy.model.Policy;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.RoutePlan.Action;
import dev.convoy.model.plan.VirtualHostPlan;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.XdsResources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What many hosts cost a real Envoy with one worker, and then what many members do ({@link ProbeCosts}): prints it. Arguments: hosts, members,
 * services; without any, 10,000, 50 and 1,000.
 */
public final class EnvoyCosts implements AutoCloseable {
    private static final int SCOPED = 8080;
    private static final int PLAIN = 8081;
    private static final int CHANGES = 20;
    private static final int CALLERS = 4;
    private static final int CALLS = 10_000;

    private final Fleet fleet = new Fleet(Files.createTempDirectory("envoy-costs"));
    private final String address = fleet.address();

    private EnvoyCosts() throws IOException {}

    public static void main(String... args) throws Exception {
        int[] sizes = Stream.of(args).mapToInt(Integer::parseInt).toArray();
        try (EnvoyCosts costs = new EnvoyCosts()) {
            costs.ofManyHosts(sizes.length == 0 ? 10_000 : sizes[0]);
        }
        ProbeCosts.print(sizes.length < 2 ? 50 : sizes[1], sizes.length < 3 ? 1_000 : sizes[2]);
    }

    private void ofManyHosts(int hosts) throws Exception {
        EnvoyProcess envoy = fleet.envoy(plan(hosts, "v0"));
        ofAChangedRoute(envoy, hosts);
        ofARequest(envoy, hosts);
    }

    private void ofAChangedRoute(EnvoyProcess envoy, int hosts) throws InterruptedException {
        List<XdsResources> versions = IntStream.rangeClosed(1, 2 * CHANGES)
                .mapToObj(i -> Translator.translate(plan(hosts, "v" + i)))
                .toList();
        long idle = cpuNanosWithin(envoy, () -> sleep(100 * CHANGES));
        long busy = cpuNanosWithin(
                envoy,
                () -> versions.subList(0, CHANGES).forEach(version -> {
                    fleet.publish(TOKYO, version);
                    sleep(100);
                }));
        List<Double> visible = new ArrayList<>();
        try (Caller caller = new Caller(address, SCOPED)) {
            for (int i = CHANGES + 1; i <= 2 * CHANGES; i++) {
                long start = System.nanoTime();
                fleet.publish(TOKYO, versions.get(i - 1));
                while (!caller.get(name(0), "/").header("location").contains("v" + i + ".test")) {
                    Thread.onSpinWait();
                }
                visible.add((System.nanoTime() - start) / 1e6);
                sleep(50);
            }
        }
        Collections.sort(visible);
        System.out.printf(
                "One changed route of %,d hosts in %d shards: %.1f ms of Envoy's CPU, visible after %.1f ms (median; at most %.1f)%n",
                hosts,
                versions.getFirst().of(ResourceType.ROUTES).size(),
                (busy - idle) / 1e6 / CHANGES,
                visible.get(CHANGES / 2),
                visible.getLast());
    }

    /** The same hosts by scopes, and as one RouteConfiguration without the Lua filter. */
    private void ofARequest(EnvoyProcess envoy, int hosts) throws Exception {
        XdsResources resources = PlainListener.beside(Translator.translate(plan(hosts, "v0")), PLAIN);
        fleet.publish(TOKYO, resources);
        try (Caller caller = called(PLAIN)) {
            while (caller.get(name(hosts - 1), "/").status() != 302) {
                sleep(10);
            }
        }
        Map<Integer, List<Double>> micros = new LinkedHashMap<>();
        for (int round = 0; round < 5; round++) {
            for (int port : List.of(PLAIN, SCOPED)) {
                long nanos = cpuNanosWithin(envoy, () -> load(port, hosts));
                micros.computeIfAbsent(port, _ -> new ArrayList<>()).add(nanos / 1e3 / CALLERS / CALLS);
            }
        }
        System.out.printf(
                "One request at %,d hosts: %.1f µs of Envoy's CPU by scopes, %.1f µs in one RouteConfiguration without retry marks%n",
                hosts, median(micros, SCOPED), median(micros, PLAIN));
    }

    private static double median(Map<Integer, List<Double>> rounds, int port) {
        List<Double> sorted =
                Objects.requireNonNull(rounds.get(port)).stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private Caller called(int port) {
        for (int attempt = 0; ; attempt++) {
            try {
                return new Caller(address, port);
            } catch (UncheckedIOException notYet) {
                if (attempt > 500) {
                    throw notYet;
                }
                sleep(10);
            }
        }
    }

    private void load(int port, int hosts) {
        List<Thread> callers = IntStream.range(0, CALLERS)
                .mapToObj(c -> Thread.ofPlatform().start(() -> {
                    try (Caller caller = new Caller(address, port)) {
                        for (int i = 0; i < CALLS; i++) {
                            caller.get(name((i * 7 + c) % hosts), "/");
                        }
                    }
                }))
                .toList();
        callers.forEach(EnvoyCosts::join);
    }

    /** In each version the first host redirects elsewhere. */
    private MemberPlan plan(int hosts, String version) {
        VirtualHostPlan[] plans = IntStream.range(0, hosts)
                .mapToObj(i -> redirecting(name(i), i == 0 ? version : "v0"))
                .toArray(VirtualHostPlan[]::new);
        return new MemberPlan(TOKYO, List.of(plaintext(address, SCOPED, plans)), List.of(), null);
    }

    /** About as large as a host with a canary and a weighted rule. */
    private static VirtualHostPlan redirecting(String hostname, String version) {
        var to = new Policy.Redirect(null, version + ".test", null, 0, 302);
        return host(
                hostname,
                route(hostname + "-canary", prefixWithHeader("/", "env", "canary"), new Action.Redirect(), to),
                route(hostname, prefix("/"), new Action.Redirect(), to));
    }

    private static String name(int i) {
        return "svc-%05d.example.com".formatted(i);
    }

    static long cpuNanosWithin(EnvoyProcess envoy, Runnable work) {
        long before = cpuNanos(envoy);
        work.run();
        return cpuNanos(envoy) - before;
    }

    private static long cpuNanos(EnvoyProcess envoy) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + envoy.pid() + "/task"))) {
            return threads.mapToLong(EnvoyCosts::cpuNanosOfThread).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long cpuNanosOfThread(Path thread) {
        try {
            String schedstat = Files.readString(thread.resolve("schedstat"));
            return Long.parseLong(schedstat.substring(0, schedstat.indexOf(' ')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        fleet.close();
    }
}
