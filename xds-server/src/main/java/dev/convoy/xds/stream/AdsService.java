package dev.convoy.xds.stream;

import dev.convoy.xds.delivery.Deliveries;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.GroupSnapshots;
import dev.convoy.xds.snapshot.Snapshots;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The discovery services: keeps the streams that are open, within the limits, each served what is its group's. */
public final class AdsService {
    private static final System.Logger LOG = System.getLogger(AdsService.class.getName());

    private final Snapshots snapshots;
    private final Deliveries deliveries;
    private final PeerIdentities identities;
    private final StreamLimits limits;
    private final Supplier<Executor> thread;
    private final InstantSource clock;
    private final Set<AdsCall> calls = ConcurrentHashMap.newKeySet();
    private final Map<EnvoyGroup, Integer> callsPerGroup = new ConcurrentHashMap<>();
    private final Map<EnvoyGroup, InCommon> inCommon = new ConcurrentHashMap<>();
    private volatile @Nullable Status closing;

    /** @param thread of the connection that is being served: works off what publications ask of its streams; no client ever blocks it */
    public AdsService(
            Snapshots snapshots,
            Deliveries deliveries,
            PeerIdentities identities,
            StreamLimits limits,
            Supplier<Executor> thread,
            InstantSource clock) {
        this.snapshots = snapshots;
        this.deliveries = deliveries;
        this.identities = identities;
        this.limits = limits;
        this.thread = thread;
        this.clock = clock;
    }

    /** Everything on one stream, which alone keeps the order between the types; and each type by itself for who asks so. */
    public List<ServerServiceDefinition> definitions() {
        var doorkeeper = new Doorkeeper(identities);
        return StreamKind.ALL.stream()
                .collect(Collectors.groupingBy(kind -> kind.method().getServiceName()))
                .entrySet()
                .stream()
                .map(service -> {
                    var definition = ServerServiceDefinition.builder(service.getKey());
                    service.getValue().forEach(kind -> add(kind, definition));
                    return ServerInterceptors.intercept(definition.build(), doorkeeper);
                })
                .toList();
    }

    private void add(StreamKind kind, ServerServiceDefinition.Builder definition) {
        definition.addMethod(kind.method(), ServerCalls.asyncBidiStreamingCall(responses -> open(kind, responses)));
    }

    /** Ends the streams whose clients have read nothing for so long; to be called several times in that time. */
    public void endStalled(Duration limit) {
        for (AdsCall call : calls) {
            try {
                call.endIfStalled(limit);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a stream of " + call.peer().group() + " could not be looked at", e);
            }
        }
    }

    public int openStreams() {
        return calls.size();
    }

    /** Ends the streams of these peers; whether they may come back is for {@link PeerIdentities} to say. */
    public void disconnect(Predicate<Peer> which, Status why) {
        calls.stream().filter(call -> which.test(call.peer())).forEach(call -> call.end(why));
    }

    /**
     * Takes no stream any more, and ends those that are open one after the other, so that their clients do not all come back in the same
     * instant.
     *
     * @param pause between two of them; shorter where there are so many that it would take longer than {@code limit}
     */
    public void close(Status why, Duration pause, Duration limit) throws InterruptedException {
        closing = why;
        long end = System.nanoTime() + limit.toNanos();
        List<AdsCall> open = List.copyOf(calls);
        int left = open.size();
        for (AdsCall call : open) {
            call.end(why);
            TimeUnit.NANOSECONDS.sleep(Math.min(pause.toNanos(), (end - System.nanoTime()) / left--));
        }
    }

    private StreamObserver<byte[]> open(StreamKind kind, StreamObserver<Outbound> responses) {
        Peer peer = Doorkeeper.PEER.get();
        EnvoyGroup group = peer.group();
        int ofGroup = callsPerGroup.merge(group, 1, Integer::sum);
        AdsCall call = new AdsCall(this, kind, peer, (ServerCallStreamObserver<Outbound>) responses);
        calls.add(call);
        Status over = closing;
        if (over != null) {
            turnAway(call, over);
        } else if (calls.size() > limits.streams()) {
            turnAway(
                    call,
                    Status.RESOURCE_EXHAUSTED.withDescription(
                            "the server holds " + limits.streams() + " streams already"));
        } else if (ofGroup > limits.streamsPerGroup()) {
            turnAway(
                    call,
                    Status.RESOURCE_EXHAUSTED.withDescription(
                            group + " has " + limits.streamsPerGroup() + " streams open already"));
        } else if (!identities.identify(List.of(peer.certificate())).equals(Optional.of(group))) {
            // Revoked between the door and here, after those who were inside were cut.
            turnAway(call, Doorkeeper.UNKNOWN);
        }
        return call;
    }

    /** It does not count, even if its client never takes the answer: others are not to be kept out by it. */
    private void turnAway(AdsCall call, Status why) {
        call.end(why);
        closed(call);
    }

    void closed(AdsCall call) {
        if (!calls.remove(call)) {
            return;
        }
        callsPerGroup.computeIfPresent(call.peer().group(), (group, open) -> {
            if (open == 1) {
                inCommon.remove(group);
            }
            return open > 1 ? open - 1 : null;
        });
    }

    InCommon inCommon(EnvoyGroup group) {
        return inCommon.computeIfAbsent(group, _ -> new InCommon(limits));
    }

    GroupSnapshots snapshots(EnvoyGroup group) {
        return snapshots.of(group);
    }

    Deliveries deliveries() {
        return deliveries;
    }

    StreamLimits limits() {
        return limits;
    }

    /** Of the connection that is being served. */
    Executor thread() {
        return thread.get();
    }

    InstantSource clock() {
        return clock;
    }
}
