package dev.convoy.bench;

import dev.convoy.control.planning.AddressPlan;
import dev.convoy.control.planning.Planner;
import dev.convoy.model.FleetModel;
import dev.convoy.model.MemberId;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.xds.translate.TranslatedMember;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One changed route among R: from the fleet to the plan, and from the plan to the resources. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 2, time = 1)
public class PlanBenchmark {
    @Param({"10", "1000", "10000"})
    int services;

    private final Planner planner = new Planner();
    private FleetModel fleet = FleetModel.empty();
    private FleetModel changed = fleet;
    private GatewayAddresses addresses = GatewayAddresses.NONE;
    private boolean turn;
    private MemberPlan plan = new MemberPlan(new MemberId("none"), List.of(), List.of(), null);
    private MemberPlan changedPlan = plan;
    private TranslatedMember translated = TranslatedMember.of(plan);

    @Setup
    public void prepare() {
        var large = new BenchFleet(1, services);
        fleet = FleetModel.of(large.objects());
        changed = fleet.with(List.of(large.weight(1_000)), List.of());
        addresses = AddressPlan.of(fleet, GatewayAddresses.NONE).addresses();
        plan = only(planner.plan(fleet, addresses));
        changedPlan = only(planner.plan(changed, addresses));
        translated = TranslatedMember.of(plan);
    }

    private static MemberPlan only(FleetPlan planned) {
        return Objects.requireNonNull(planned.members().get(BenchFleet.member(0)));
    }

    @Benchmark
    public FleetPlan planOneRoute() {
        turn = !turn;
        return planner.plan(turn ? changed : fleet, addresses);
    }

    @Benchmark
    public TranslatedMember translateOneHost() {
        turn = !turn;
        translated = translated.next(turn ? changedPlan : plan);
        return translated;
    }
}
