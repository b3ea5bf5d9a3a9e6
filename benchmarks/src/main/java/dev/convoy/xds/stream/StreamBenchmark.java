package dev.convoy.xds.stream;

import dev.convoy.bench.BenchFleet;
import dev.convoy.control.planning.AddressPlan;
import dev.convoy.control.planning.Planner;
import dev.convoy.model.FleetModel;
import dev.convoy.model.FleetObject;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.xds.delivery.Deliveries;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.Snapshots;
import dev.convoy.xds.snapshot.XdsResources;
import dev.convoy.xds.translate.TranslatedMember;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What a published change costs for each stream that holds R services: the next response, its bytes, its acknowledgement. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 2, time = 1)
public class StreamBenchmark {
    private static final int STREAMS = 100;
    private static final EnvoyGroup GROUP = new EnvoyGroup(BenchFleet.member(0), EnvoyGroup.DEFAULT_POOL);

    @Param({"10", "1000", "10000"})
    int services;

    private final Planner planner = new Planner();
    private final Snapshots snapshots = new Snapshots();
    private final Deliveries deliveries = new Deliveries(Runnable::run);
    private final Protocol protocol = new DeltaProtocol(new Bundles(StreamLimits.DEFAULT.responseBytes()));
    private final List<AdsStream> streams = new ArrayList<>();
    private XdsResources resources = XdsResources.NONE;
    private XdsResources changed = XdsResources.NONE;
    private boolean turn;

    @Setup
    public void connect() {
        var large = new BenchFleet(1, services);
        TranslatedMember translated = TranslatedMember.of(plan(large, large.endpoint(1)));
        resources = translated.resources();
        changed = translated.next(plan(large, large.endpoint(2))).resources();
        snapshots.publish(GROUP, resources);
        for (int i = 0; i < STREAMS; i++) {
            var stream = new AdsStream(
                    protocol,
                    snapshots.of(GROUP).newest(),
                    deliveries.record(GROUP),
                    "gateway-" + i,
                    StreamLimits.DEFAULT,
                    InstantSource.system());
            for (ResourceType type : ResourceType.values()) {
                stream.request(new Request.Delta(
                        type, Names.of(resources.of(type).keys()), Names.NONE, Claims.NONE, "", null));
            }
            while (answer(stream) != null) {}
            streams.add(stream);
        }
    }

    private MemberPlan plan(BenchFleet large, FleetObject change) {
        FleetModel fleet = FleetModel.of(large.objects()).with(List.of(change), List.of());
        GatewayAddresses addresses =
                AddressPlan.of(fleet, GatewayAddresses.NONE).addresses();
        return Objects.requireNonNull(planner.plan(fleet, addresses).members().get(BenchFleet.member(0)));
    }

    private byte @Nullable [] answer(AdsStream stream) {
        Response response = stream.next();
        if (response == null) {
            return null;
        }
        byte[] bytes = protocol.encode(response).toByteArray();
        stream.sent(response, bytes.length);
        stream.request(new Request.Delta(response.type(), Names.NONE, Names.NONE, Claims.NONE, response.nonce(), null));
        return bytes;
    }

    @Benchmark
    @OperationsPerInvocation(STREAMS)
    public void stepOfOneStream(Blackhole told) {
        turn = !turn;
        snapshots.publish(GROUP, turn ? changed : resources);
        for (AdsStream stream : streams) {
            stream.follow();
            byte[] bytes = Objects.requireNonNull(answer(stream));
            told.consume(bytes);
        }
    }

    @Benchmark
    public byte[] encode() {
        var assignment = Objects.requireNonNull(
                snapshots.of(GROUP).newest().snapshot().get(ResourceType.ENDPOINTS, "serviceimport/shop/svc-00000/80"));
        return Wire.delta(new Response(ResourceType.ENDPOINTS, "1", "", List.of(assignment), List.of()))
                .toByteArray();
    }
}
