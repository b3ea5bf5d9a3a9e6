package dev.convoy.xds.stream;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.endpoints;
import static dev.convoy.xds.Fixtures.listener;
import static dev.convoy.xds.Fixtures.resources;
import static dev.convoy.xds.Fixtures.routes;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.rpc.Status;
import dev.convoy.xds.TestAuthority;
import dev.convoy.xds.delivery.Deliveries;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.Snapshots;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.grpc.Status.Code;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes come where requests should be, and however slowly the answers are read: they are taken, or the stream ends with a status
 * that says whose fault it is. {@link JazzerTest} looks for others; here the seeds are run, and the same mutants of them each time.
 */
class RequestBytesFuzzTest {
    private static final StreamLimits LIMITS = new StreamLimits(10, 10, 20, 50, 4_096);
    private static final int EVERYTHING = Integer.MAX_VALUE;
    private static final X509Certificate CERTIFICATE = new TestAuthority("fleet").certificate();

    /** What a client's own fault may end a stream with. */
    private static final Set<Code> FAULTS_OF_CLIENTS = Set.of(Code.INVALID_ARGUMENT, Code.RESOURCE_EXHAUSTED);

    @Test
    void theSeedsAreTakenOrEndTheStreamWithAStatus() {
        seeds().forEach(RequestBytesFuzzTest::fuzzerTestOneInput);
    }

    @Test
    void soAreTheirMutants() {
        new Mutants(seeds().toList(), new Random(4))
                .stream().limit(10_000).forEach(RequestBytesFuzzTest::fuzzerTestOneInput);
    }

    @Test
    void soIsWhatWasFoundBefore() {
        Found.by(RequestBytesFuzzTest.class).forEach(RequestBytesFuzzTest::fuzzerTestOneInput);
    }

    /** What Jazzer calls. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > 0) {
            ByteBuffer bytes = ByteBuffer.wrap(input);
            converse(StreamKind.ALL.get((bytes.get() & 0xff) % StreamKind.ALL.size()), bytes);
        }
    }

    private static void converse(StreamKind kind, ByteBuffer bytes) {
        var snapshots = new Snapshots();
        snapshots.publish(
                TOKYO,
                resources(
                        cluster("a"),
                        cluster("b"),
                        endpoints("a", "127.0.0.1", 80),
                        routes("main", "a"),
                        listener("front", "main", "127.0.0.1", 80)));
        var service = new AdsService(
                snapshots,
                new Deliveries(Runnable::run),
                _ -> Optional.of(TOKYO),
                LIMITS,
                () -> Runnable::run,
                InstantSource.system());
        var client = new Client();
        var call = new AdsCall(service, kind, new Peer(TOKYO, CERTIFICATE), client);
        while (bytes.remaining() >= 3 && client.end == null) {
            client.read(room(bytes.get()));
            byte[] message = new byte[Math.min(bytes.getShort() & 0xffff, bytes.remaining())];
            bytes.get(message);
            call.onNext(message);
        }
        client.read(EVERYTHING);
        if (client.end != null) {
            assertThat(FAULTS_OF_CLIENTS).contains(client.end.getCode());
            assertThat(client.end.getDescription()).isNotBlank().hasSizeLessThan(500);
        }
        assertThat(call.delivery().toString()).hasSizeLessThan(100_000);
        call.onCompleted();
        assertThat(client.end).as("how it ended").isNotNull();
        assertThat(service.deliveries().groups()).as("what is left of it").isEmpty();
    }

    /** How many responses the client takes until its next request. */
    private static int room(byte choice) {
        int number = choice & 3;
        return number == 0 ? EVERYTHING : number - 1;
    }

    static Stream<byte[]> seeds() {
        var node = Node.newBuilder().setId("gw-1").setCluster("gw").build();
        return Stream.of(
                        scripts(0, sotw(ResourceType.CLUSTER).setNode(node)),
                        scripts(
                                0,
                                sotw(ResourceType.CLUSTER).setNode(node),
                                sotw(ResourceType.ENDPOINTS)
                                        .addResourceNames("a")
                                        .addResourceNames("b"),
                                sotw(ResourceType.CLUSTER).setVersionInfo("1").setResponseNonce("1"),
                                sotw(ResourceType.LISTENER),
                                sotw(ResourceType.ROUTES).addResourceNames("main"),
                                sotw(ResourceType.ROUTES)
                                        .addResourceNames("main")
                                        .setResponseNonce("4")
                                        .setErrorDetail(
                                                Status.newBuilder().setCode(13).setMessage("missing )"))),
                        scripts(
                                0,
                                sotw(ResourceType.LISTENER)
                                        .setVersionInfo("old")
                                        .addResourceNames("*"),
                                sotw(ResourceType.LISTENER)
                                        .addResourceNames("front")
                                        .setResponseNonce("nobody's"),
                                sotw(ResourceType.SECRET).addResourceNames("x".repeat(51))),
                        scripts(1, delta(ResourceType.CLUSTER).setNode(node)),
                        scripts(4, DiscoveryRequest.newBuilder().setNode(node), sotw(ResourceType.ROUTES)),
                        scripts(7, DeltaDiscoveryRequest.newBuilder().addResourceNamesSubscribe("a")),
                        scripts(
                                1,
                                delta(ResourceType.CLUSTER).setNode(node).putInitialResourceVersions("a", "1"),
                                delta(ResourceType.ENDPOINTS)
                                        .addResourceNamesSubscribe("a")
                                        .addResourceNamesSubscribe("nobody")
                                        .putInitialResourceVersions("a", "1"),
                                delta(ResourceType.CLUSTER).setResponseNonce("1"),
                                delta(ResourceType.LISTENER).addResourceNamesSubscribe("*"),
                                delta(ResourceType.LISTENER).addResourceNamesUnsubscribe("*"),
                                delta(ResourceType.ENDPOINTS)
                                        .setResponseNonce("2")
                                        .setErrorDetail(Status.newBuilder()
                                                .setMessage("Unexpected EDS cluster (expecting a)"))),
                        scripts(
                                1,
                                DeltaDiscoveryRequest.newBuilder()
                                        .setTypeUrl("type.googleapis.com/no.such.Type")
                                        .addResourceNamesSubscribe("x"),
                                delta(ResourceType.ROUTES)
                                        .addResourceNamesSubscribe("main")
                                        .addResourceNamesUnsubscribe("main"),
                                delta(ResourceType.SCOPES).putInitialResourceVersions("s", "")))
                .flatMap(Function.identity());
    }

    /** Said by one who reads all answers at once, and by one who takes one after each request. */
    private static Stream<byte[]> scripts(int kind, Message.Builder... messages) {
        return Stream.of(script(kind, 0, messages), script(kind, 2, messages));
    }

    /** Which of the methods is called, then each message, before it how much of the answers is read until the next, and its length. */
    private static byte[] script(int kind, int room, Message.Builder... messages) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(kind);
        for (Message.Builder builder : messages) {
            ByteString message = builder.build().toByteString();
            bytes.write(room);
            bytes.write(message.size() >> 8);
            bytes.write(message.size());
            bytes.writeBytes(message.toByteArray());
        }
        return bytes.toByteArray();
    }

    private static DiscoveryRequest.Builder sotw(ResourceType type) {
        return DiscoveryRequest.newBuilder().setTypeUrl(type.typeUrl());
    }

    private static DeltaDiscoveryRequest.Builder delta(ResourceType type) {
        return DeltaDiscoveryRequest.newBuilder().setTypeUrl(type.typeUrl());
    }

    /** The client's end of the call, whose transport takes so much and no more: only interested in how it ends. */
    private static final class Client extends ServerCallStreamObserver<Outbound> {
        private int room = EVERYTHING;
        private Runnable whenReady = () -> {};
        private io.grpc.@Nullable Status end;

        /** From here on there is room for so many responses. */
        void read(int responses) {
            boolean full = !isReady();
            room = responses;
            if (full && isReady()) {
                whenReady.run();
            }
        }

        @Override
        public void onNext(Outbound response) {
            assertThat(isReady()).as("room for a response").isTrue();
            assertThat(end).as("how it ended before").isNull();
            room--;
            assertThat(response.toByteArray()).hasSizeLessThan(10_000);
        }

        @Override
        public void onError(Throwable cause) {
            assertThat(end).as("how it ended before").isNull();
            end = io.grpc.Status.fromThrowable(cause);
        }

        @Override
        public void onCompleted() {
            assertThat(end).as("how it ended before").isNull();
            end = io.grpc.Status.OK;
        }

        @Override
        public boolean isReady() {
            return room > 0;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {}

        @Override
        public void setOnCloseHandler(Runnable handler) {}

        @Override
        public void setOnReadyHandler(Runnable handler) {
            whenReady = handler;
        }

        @Override
        public void setCompression(String compression) {}

        @Override
        public void setMessageCompression(boolean enable) {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void request(int count) {}
    }
}
