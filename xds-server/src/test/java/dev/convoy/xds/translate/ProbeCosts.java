package dev.convoy.xds.translate;

import static dev.convoy.xds.translate.Plans.TOKYO;
import static dev.convoy.xds.translate.Plans.at;
import static dev.convoy.xds.translate.Plans.backend;
import static dev.convoy.xds.translate.Plans.fleetService;

import dev.convoy.embedded.EnvoyProcess;
import dev.convoy.model.MemberId;
import dev.convoy.model.SocketAddress;
import dev.convoy.model.plan.BackendPlan;
import dev.convoy.model.plan.BackendPlan.Hop;
import dev.convoy.model.plan.BackendPlan.MemberEndpoints;
import dev.convoy.model.plan.MemberPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;

/** How often an Envoy asks the other members' gateways about each service. They refuse connections: each probe is an attempt to connect. */
final class ProbeCosts {
    /** An Envoy makes a TLS context for each service in each member. */
    private static final int SERVICES_AT_ONCE = 100;

    private final Fleet fleet;
    private final int members;
    private final String nowhere;

    private ProbeCosts(Fleet fleet, int members) {
        this.fleet = fleet;
        this.members = members;
        this.nowhere = fleet.address();
    }

    static void print(int members, int services) throws IOException {
        try (Fleet fleet = new Fleet(Files.createTempDirectory("probe-costs"))) {
            new ProbeCosts(fleet, members).print(services);
        }
    }

    private void print(int services) throws IOException {
        EnvoyProcess envoy = fleet.envoy(plan(Math.min(services, SERVICES_AT_ONCE)));
        long loading = EnvoyCosts.cpuNanosWithin(envoy, () -> load(services));
        EnvoyCosts.sleep(ProbeBudget.interval(probed(services)).toMillis());
        long before = probes(envoy);
        long start = System.nanoTime();
        long nanos = EnvoyCosts.cpuNanosWithin(envoy, () -> EnvoyCosts.sleep(40_000));
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%d members and %,d services: each Envoy sends %,.0f health probes a second (every %d s) by %.0f %% of a core; %,d MiB, %.0f s of CPU to load%n",
                members,
                services,
                (probes(envoy) - before) / seconds,
                ProbeBudget.interval(probed(services)).toSeconds(),
                nanos / 1e7 / seconds,
                envoy.admin().stat("server.memory_allocated") >> 20,
                loading / 1e9);
    }

    private void load(int services) {
        for (int known = SERVICES_AT_ONCE; known < services; ) {
            known = Math.min(services, known + SERVICES_AT_ONCE);
            fleet.publish(plan(known));
            do {
                EnvoyCosts.sleep(100);
            } while (!fleet.hasAcknowledged(TOKYO));
        }
    }

    private long probed(int services) {
        return (long) (members - 1) * services;
    }

    private static long probes(EnvoyProcess envoy) {
        return envoy.admin().stats("health_check.attempt$").values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private MemberPlan plan(int services) {
        List<BackendPlan> backends = IntStream.range(0, services)
                .mapToObj(service -> backend(
                        fleetService("svc-" + service),
                        IntStream.range(0, members).mapToObj(this::member).toArray(MemberEndpoints[]::new)))
                .toList();
        return new MemberPlan(TOKYO, List.of(), backends, null);
    }

    private MemberEndpoints member(int member) {
        SocketAddress nobody = new SocketAddress(nowhere, 1 + member); // Envoy knows an endpoint by its address
        return member == 0
                ? at(TOKYO, 0, 1, new Hop.OwnPods(List.of(nobody)))
                : at(new MemberId("member-" + member), 1, 1, new Hop.EastWestGateway(nobody));
    }
}
