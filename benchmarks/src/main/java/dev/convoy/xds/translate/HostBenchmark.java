package dev.convoy.xds.translate;

import dev.convoy.bench.BenchFleet;
import dev.convoy.control.planning.AddressPlan;
import dev.convoy.control.planning.Planner;
import dev.convoy.model.FleetModel;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.VirtualHostPlan;
import dev.convoy.xds.translate.policy.Entrance;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What is done for each host: its routes, and its bucket. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 2, time = 1)
public class HostBenchmark {
    private static final Entrance ENTRANCE = new Entrance(8080, false);

    private final VirtualHostPlan host = anyHost();
    private final Buckets buckets = Buckets.of("bench", "");

    private static VirtualHostPlan anyHost() {
        FleetModel fleet = FleetModel.of(new BenchFleet(1, 2).objects());
        GatewayAddresses addresses =
                AddressPlan.of(fleet, GatewayAddresses.NONE).addresses();
        MemberPlan plan = Objects.requireNonNull(
                new Planner().plan(fleet, addresses).members().get(BenchFleet.member(0)));
        return plan.gateways()
                .getFirst()
                .ports()
                .getFirst()
                .chains()
                .getFirst()
                .hosts()
                .values()
                .getFirst();
    }

    @Setup
    public void check() {
        if (host.routes().size() != 2) {
            throw new IllegalStateException("not the host that was meant: " + host);
        }
    }

    @Benchmark
    public VirtualHost translateHost() {
        return HostTranslation.translate(host, ENTRANCE);
    }

    @Benchmark
    public int bucketOfHost() {
        return buckets.of(host.hostname());
    }
}
