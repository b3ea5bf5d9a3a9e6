package dev.convoy.xds.stream;

import dev.convoy.xds.delivery.EnvoyDelivery;
import dev.convoy.xds.delivery.Recipient;
import dev.convoy.xds.delivery.TrackRecord;
import dev.convoy.xds.snapshot.Generation;
import dev.convoy.xds.snapshot.GroupSnapshots;
import dev.convoy.xds.snapshot.ResourceKey;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One open gRPC call: brings requests, publications and the transport's readiness to an {@link AdsStream}, one at a time. Responses
 * are made only while the transport takes them, so that a slow client holds up nobody. However the call ends, {@link #end} is run
 * once, and nothing of it is left.
 */
final class AdsCall implements StreamObserver<byte[]>, Recipient {
    private static final System.Logger LOG = System.getLogger(AdsCall.class.getName());

    private final StreamKind kind;
    private final Peer peer;
    private final Executor thread;
    private final ServerCallStreamObserver<Outbound> responses;
    private final AdsService service;
    private final GroupSnapshots snapshots;
    private final Instant since;
    private final Protocol protocol;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Runnable wake = this::wake;
    private final Object lock = new Object();
    private String node = "";
    private @Nullable AdsStream stream;
    private @Nullable Instant stalledSince;

    /** What the client is still to hear of why the call ended. */
    private @Nullable Status lastWord;

    AdsCall(AdsService service, StreamKind kind, Peer peer, ServerCallStreamObserver<Outbound> responses) {
        this.service = service;
        this.kind = kind;
        this.peer = peer;
        this.thread = service.thread();
        this.responses = responses;
        this.snapshots = service.snapshots(peer.group());
        this.since = service.clock().instant();
        this.protocol = kind.protocol().apply(service.inCommon(peer.group()));
        responses.setOnReadyHandler(this::pump);
        responses.setOnCancelHandler(this::gone);
        responses.setOnCloseHandler(this::gone);
    }

    Peer peer() {
        return peer;
    }

    @Override
    public void onNext(byte[] bytes) {
        AdsStream.Effect effect = AdsStream.Effect.NONE;
        try {
            synchronized (lock) {
                if (ended.get()) {
                    return;
                }
                Incoming incoming = kind.read(bytes);
                AdsStream current = stream == null ? begin(incoming.node()) : stream;
                if (incoming.request() != null) {
                    effect = current.request(incoming.request());
                }
            }
        } catch (Unacceptable e) {
            end(e.status());
            return;
        } catch (IOException e) {
            end(Unacceptable.unreadable(e).status());
            return;
        } catch (RuntimeException e) {
            fail(e);
            return;
        }
        pump();
        if (effect != AdsStream.Effect.NONE) {
            service.deliveries().changed(peer.group());
        }
        if (effect == AdsStream.Effect.CLEARED) {
            snapshots.wakeFollowers();
        }
    }

    private AdsStream begin(String says) {
        node = says;
        service.limits().checkName(node);
        // Followed before the newest is read, so that no publication falls between the two.
        snapshots.follow(wake);
        Generation newest = snapshots.newest();
        TrackRecord record = service.deliveries().record(peer.group());
        if (newest.isPublished() && service.deliveries().connected(peer.group()) == 0) {
            record.retain(newest.snapshot()); // nobody was there to hear of what went
        }
        AdsStream begun =
                new AdsStream(protocol, kind.served(), newest, record, node, service.limits(), service.clock());
        stream = begun;
        service.deliveries().connect(peer.group(), this);
        return begun;
    }

    @Override
    public void onError(Throwable cause) {
        gone();
    }

    @Override
    public void onCompleted() {
        end(Status.OK);
    }

    /** Ends the call from this side. */
    void end(Status why) {
        synchronized (lock) {
            if (!ended.get()) {
                release();
                lastWord = why;
                sayLastWord();
            }
        }
    }

    /** Not before the rest is read: whoever reads nothing would not take it, and could not be cut off any more. */
    private void sayLastWord() {
        Status why = lastWord;
        if (why == null || (stream != null && !responses.isReady())) {
            return;
        }
        lastWord = null;
        if (why.isOk()) {
            responses.onCompleted();
        } else {
            responses.onError(why.asRuntimeException());
        }
    }

    /** Cuts the call off if its client has read nothing for so long, though there was something to read all the time. */
    void endIfStalled(Duration limit) {
        synchronized (lock) {
            if (!isStalled(limit)) {
                return;
            }
            release();
            lastWord = null;
            responses.onNext(Outbound.hangUp(
                    Status.UNAVAILABLE.withDescription("nothing was read for " + limit + "; connect again")));
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "{0} ({1}) is cut off: it read nothing for {2}",
                peer.group(),
                node,
                limit);
    }

    private boolean isStalled(Duration limit) {
        Instant now = service.clock().instant();
        boolean over = ended.get() && lastWord == null;
        if (over || responses.isReady()) {
            stalledSince = null;
        } else if (stalledSince == null) {
            stalledSince = now;
        }
        return stalledSince != null && !now.isBefore(stalledSince.plus(limit));
    }

    private void release() {
        if (ended.compareAndSet(false, true)) {
            snapshots.leave(wake);
            service.deliveries().disconnect(peer.group(), this);
        }
    }

    /** The transport holds nothing of it any more; until then it counts, for who reads nothing does not take the end of it either. */
    private void gone() {
        release();
        service.closed(this);
    }

    private void wake() {
        if (woken.compareAndSet(false, true)) {
            thread.execute(() -> {
                woken.set(false);
                pump();
            });
        }
    }

    private void pump() {
        try {
            synchronized (lock) {
                sayLastWord();
                if (stream == null || ended.get()) {
                    return;
                }
                stream.follow();
                while (responses.isReady()) {
                    stalledSince = null;
                    Response response = stream.next();
                    if (response == null) {
                        return;
                    }
                    Outbound outbound = protocol.encode(response);
                    stream.sent(response, outbound.size());
                    responses.onNext(outbound);
                }
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void fail(RuntimeException cause) {
        LOG.log(System.Logger.Level.ERROR, "the stream of " + peer.group() + " (" + node + ") failed", cause);
        end(Status.INTERNAL.withDescription("the server failed; see its log"));
    }

    /** Known before anybody is told of this recipient, and the same from then on. */
    @Override
    public String node() {
        return node;
    }

    @Override
    public EnvoyDelivery delivery() {
        synchronized (lock) {
            return new EnvoyDelivery(
                    peer.group(), node, since, protocol.name(), stream == null ? Map.of() : Report.of(stream));
        }
    }

    @Override
    public Stance stance(Predicate<ResourceKey> which) {
        synchronized (lock) {
            if (stream == null) {
                return new Stance(false, List.of());
            }
            stream.follow();
            return new Stance(!Report.misses(stream, which), Report.refusals(stream, which));
        }
    }
}
