package dev.convoy.xds;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import dev.convoy.xds.snapshot.ResourceType;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A client that keeps what it is told and answers at once, in one of the two protocols. What it has, and of which types it was told
 * anything, must not depend on whose server it asks; nonces and the spelling of versions may.
 *
 * @param <Q> the protocol's request
 * @param <R> its response
 */
abstract class RecordingClient<Q, R> {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int SILENCE_MILLIS = 100;

    /** Which content each version stood for, and the other way round. */
    private final Map<String, String> contents = new HashMap<>();

    private final Map<String, String> versions = new HashMap<>();

    final Map<ResourceType, Map<String, String>> has = new EnumMap<>(ResourceType.class);
    final Map<ResourceType, Set<String>> wants = new EnumMap<>(ResourceType.class);
    private final ManagedChannel channel;
    private final BlockingQueue<R> heard = new LinkedBlockingQueue<>();
    private final Set<ResourceType> told = new TreeSet<>();
    private StreamObserver<Q> requests;
    private final AtomicInteger session = new AtomicInteger();

    RecordingClient(ManagedChannel channel) {
        this.channel = channel;
        this.requests = open(channel, new Session(session.get()));
        for (ResourceType type : ResourceType.values()) {
            has.put(type, new TreeMap<>());
        }
    }

    /** What was seen in one step. */
    record Seen(Set<ResourceType> told, Map<ResourceType, Map<String, String>> has) {}

    abstract StreamObserver<Q> open(ManagedChannel channel, StreamObserver<R> responses);

    /** Asks anew for all that it wants, saying what it has. */
    abstract void resume();

    abstract void want(ResourceType type, String... names);

    abstract void wantNoLonger(ResourceType type, String... names);

    /** Takes it and says so. */
    abstract void take(R response);

    abstract void refuse(R response);

    abstract ResourceType type(R response);

    /** Ends the stream and begins another, on which it asks for all that it wants and says what it has. */
    final void reconnect() {
        requests.onCompleted();
        session.incrementAndGet();
        heard.clear();
        requests = open(channel, new Session(session.get()));
        resume();
    }

    final void send(Q request) {
        requests.onNext(request);
    }

    /** What comes too late on an earlier stream is not heard. */
    private final class Session implements StreamObserver<R> {
        private final int number;

        Session(int number) {
            this.number = number;
        }

        @Override
        public void onNext(R response) {
            if (number == session.get()) {
                heard.add(response);
            }
        }

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onCompleted() {}
    }

    /** From here on it counts of what the client is told. */
    final void forgetWhatWasTold() {
        told.clear();
    }

    /** Takes everything, until it is where it is to get to and the server has nothing more to say. */
    final Seen settle(BooleanSupplier there) throws InterruptedException {
        for (R response = next(there); response != null; response = next(there)) {
            told.add(type(response));
            take(response);
        }
        var copy = new EnumMap<ResourceType, Map<String, String>>(ResourceType.class);
        has.forEach((type, resources) -> copy.put(type, new TreeMap<>(resources)));
        return new Seen(Set.copyOf(told), copy);
    }

    /** Refuses so many responses, and then all that come until the server has nothing more to say, up to that many. */
    final int refuseAll(int sure, int most) throws InterruptedException {
        int refused = 0;
        while (refused < most) {
            boolean mayBeAll = refused >= sure;
            R response = next(() -> mayBeAll);
            if (response == null) {
                return refused;
            }
            refused++;
            refuse(response);
        }
        return refused;
    }

    private @Nullable R next(BooleanSupplier there) throws InterruptedException {
        return heard.poll(there.getAsBoolean() ? SILENCE_MILLIS : PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** One version of a thing is one content, and one content one version, for as long as the client remembers. */
    final void identify(String thing, String version, String content) {
        assertThat(contents.computeIfAbsent(thing + "@" + version, _ -> content))
                .isEqualTo(content);
        assertThat(versions.computeIfAbsent(thing + "=" + content, _ -> version))
                .isEqualTo(version);
    }

    final boolean isTold() {
        return !told.isEmpty();
    }

    final Map<String, String> of(ResourceType type) {
        return Objects.requireNonNull(has.get(type));
    }

    final Set<String> wanted(ResourceType type) {
        return wants.computeIfAbsent(type, t -> new TreeSet<>());
    }

    /** Tells contents apart, in few words. */
    static String content(Any resource) {
        return Integer.toHexString(resource.hashCode());
    }

    static ResourceType typed(String url) {
        return Stream.of(ResourceType.values())
                .filter(type -> type.typeUrl().equals(url))
                .findFirst()
                .orElseThrow();
    }

    final void close() {
        channel.shutdownNow();
    }
}
