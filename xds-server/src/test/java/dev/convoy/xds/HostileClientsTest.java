package dev.convoy.xds;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.resources;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.embedded.LoopbackBlock;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.stream.AnyBytes;
import dev.convoy.xds.stream.Mutants;
import dev.convoy.xds.stream.StreamLimits;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Whatever comes in from the network, with or without a certificate: at worst a stream or a connection ends. Another member's Envoy,
 * connected all along, hears of each publication, and nothing is left of the intruders: no stream, no thread, no heap.
 *
 * <p>{@code -Dconvoy.soak=600} tries mutants of a good conversation for that many seconds instead of a few.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileClientsTest {
    private static final int SOAK_SECONDS = Integer.getInteger("convoy.soak", 2);
    private static final int STREAMS = 100;

    /** One for each processor, and one aside. */
    private static final int MOST_THREADS = Math.max(2, Runtime.getRuntime().availableProcessors()) + 1;

    private final LoopbackBlock block = LoopbackBlock.claim();
    private final Hub hub = new Hub(block.address());
    private final TestAuthority.Identity member = hub.authority.client(Hub.IDENTITY + "tokyo");
    private final SSLContext tls = RawConnection.tls(hub.authority, member);
    private final List<ManagedChannel> channels = new ArrayList<>();
    private DeltaClient witness;
    private int publications;
    private long heap;

    @BeforeAll
    void connectTheWitness() throws Exception {
        hub.restart(config -> config.withLimits(new StreamLimits(1_000, STREAMS, 100, 1_000, 1 << 20)));
        hub.snapshots.publish(TOKYO, resources(cluster("a", 1)));
        witness = new DeltaClient(channel());
        witness.ask("witness");
        witness.acknowledge(witness.response());
        // What is started by the first of each kind stays.
        try (RawConnection first = RawConnection.begun(tls, hub.address)) {
            first.listen(100);
        }
        heap = heap();
    }

    @AfterEach
    void theWitnessIsServedAndNothingIsLeft() throws Exception {
        while (channels.size() > 1) {
            channels.removeLast().shutdownNow();
        }
        hub.snapshots.publish(TOKYO, resources(cluster("a", 2 + publications++ % 9)));
        DeltaDiscoveryResponse heard = witness.response();
        assertThat(heard.getResourcesCount()).isEqualTo(1);
        witness.acknowledge(heard);
        HubClients.await(() -> hub.server.openStreams() == 1);
        assertThat(hub.server.deliveries().connected(TOKYO)).isEqualTo(1);
    }

    @AfterAll
    void nothingIsLeft() throws Exception {
        HubClients.await(() -> HubClients.serverThreads() <= MOST_THREADS);
        assertThat(heap() - heap).as("bytes of heap more than before").isLessThan(32 << 20);
        channels.forEach(ManagedChannel::shutdownNow);
        hub.close();
        block.close();
    }

    @Test
    void noiseInsteadOfTlsIsHungUpOn() throws Exception {
        var random = new Random(1);
        for (int i = 0; i < 50; i++) {
            try (Socket socket = new Socket(hub.address.getAddress(), hub.address.getPort())) {
                byte[] noise = new byte[1 + random.nextInt(500)];
                random.nextBytes(noise);
                if (i % 2 == 0) {
                    noise[0] = 0x16; // what a handshake begins with
                }
                socket.getOutputStream().write(noise);
            }
        }
    }

    @Test
    void connectionsThatSayNothingHoldUpNobody() throws Exception {
        List<AutoCloseable> silent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            silent.add(new Socket(hub.address.getAddress(), hub.address.getPort()));
            if (i % 20 == 0) {
                silent.add(RawConnection.open(tls, hub.address));
            }
        }
        DeltaClient late = new DeltaClient(channel());
        late.ask("late");
        assertThat(late.response().getResourcesCount()).isEqualTo(1);
        for (AutoCloseable each : silent) {
            each.close();
        }
    }

    @Test
    void mutantsOfAConversationEndAtWorstTheirOwnConnection() throws Exception {
        byte[] conversation = RawConnection.joined(
                RawConnection.preface(),
                RawConnection.call(1),
                RawConnection.message(1, RawConnection.ASK),
                RawConnection.frame(Http2FrameTypes.SETTINGS, 1, 0),
                RawConnection.frame(Http2FrameTypes.WINDOW_UPDATE, 0, 0, new byte[] {0, 1, 0, 0}),
                RawConnection.call(3),
                RawConnection.message(3, RawConnection.ASK),
                RawConnection.frame(Http2FrameTypes.PING, 0, 0, new byte[8]),
                RawConnection.frame(Http2FrameTypes.RST_STREAM, 0, 1, new byte[] {0, 0, 0, 8}));
        int prefaceSize = RawConnection.preface().length;
        byte[] afterPreface = Arrays.copyOfRange(conversation, prefaceSize, conversation.length);
        var mutants = new Mutants(List.of(afterPreface), new Random(SOAK_SECONDS));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SOAK_SECONDS);
        int tried = 0;
        while (tried <= 10 || System.nanoTime() < deadline) {
            try (RawConnection connection = RawConnection.begun(tls, hub.address)) {
                connection.say(mutants.next());
                connection.listen(5);
            }
            tried++;
        }
        System.out.println(tried + " mutants of a conversation were listened to");
    }

    @Test
    void whatIsNoRequestEndsTheStreamWithAStatus() throws Exception {
        Status status = say(channel(), new byte[] {(byte) 0xff, (byte) 0xff, 3, 4});
        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).startsWith("this is no discovery request");
    }

    @Test
    void aRequestThatIsTooLargeEndsTheStreamWithAStatus() throws Exception {
        Status status = say(channel(), new byte[17 << 20]);
        assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void headersThatAreTooLargeAreRefused() throws Exception {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("x-much", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(100_000));
        ManagedChannel channel = channel();
        Status status = say(
                ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
                RawConnection.ASK);
        assertThat(status.isOk()).isFalse();
    }

    @Test
    void aFloodOfRequestsWhoseAnswersNobodyReadsPilesUpNothing() throws Exception {
        DeltaClient deaf = new DeltaClient(channel(), false);
        deaf.ask("deaf");
        for (int i = 0; i < 20_000; i++) {
            deaf.requests.onNext(DeltaDiscoveryRequest.newBuilder()
                    .setTypeUrl(ResourceType.CLUSTER.typeUrl())
                    .addResourceNamesSubscribe("a")
                    .setResponseNonce(Integer.toString(i))
                    .build());
        }
    }

    @Test
    void aFloodOfPingsIsHungUpOn() throws Exception {
        try (RawConnection connection = RawConnection.begun(tls, hub.address)) {
            for (int i = 0; i < 1_000; i++) {
                connection.say(RawConnection.frame(Http2FrameTypes.PING, 0, 0, new byte[8]));
            }
            assertThat(connection.isHungUp()).isTrue();
        }
    }

    @Test
    void streamsThatAreOpenedAndResetAtOnceAreHungUpOn() throws Exception {
        try (RawConnection connection = RawConnection.begun(tls, hub.address)) {
            for (int stream = 1; stream < 10_000; stream += 2) {
                connection.say(RawConnection.joined(
                        RawConnection.call(stream),
                        RawConnection.message(stream, RawConnection.ASK),
                        RawConnection.frame(Http2FrameTypes.RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8})));
            }
            assertThat(connection.isHungUp()).isTrue();
        }
    }

    /** Who does not heed what a connection may carry is stopped by what an identity may have. */
    @Test
    void streamsAreOpenedUpToTheLimitOfAnIdentity() throws Exception {
        try (RawConnection connection = RawConnection.begun(tls, hub.address)) {
            connection.openStreams(STREAMS + 50);
            HubClients.await(() -> hub.server.openStreams() == STREAMS);
        }
    }

    /** Its status waits behind a response for which the client opens no window. */
    @Test
    void aStreamThatIsEndedButNotReadToItsEndStillCounts() throws Exception {
        try (RawConnection connection = RawConnection.open(tls, hub.address)) {
            connection.say(RawConnection.deafPreface());
            connection.openStreams(STREAMS + 10);
            HubClients.await(() -> hub.server.openStreams() == STREAMS);
            for (int stream = 1; stream < 2 * STREAMS + 20; stream += 2) {
                connection.say(RawConnection.message(stream, new byte[] {(byte) 0xff}));
            }
            HubClients.await(() -> hub.server.deliveries().connected(TOKYO) == 1);
            assertThat(hub.server.openStreams()).isEqualTo(STREAMS);
        }
    }

    private static Status say(Channel channel, byte[] message) throws Exception {
        var end = new CompletableFuture<Status>();
        StreamObserver<byte[]> requests = ClientCalls.asyncBidiStreamingCall(
                channel.newCall(AnyBytes.method(), CallOptions.DEFAULT), new StreamObserver<>() {
                    @Override
                    public void onNext(byte[] response) {}

                    @Override
                    public void onError(Throwable cause) {
                        end.complete(Status.fromThrowable(cause));
                    }

                    @Override
                    public void onCompleted() {
                        end.complete(Status.OK);
                    }
                });
        requests.onNext(message);
        return end.get(20, TimeUnit.SECONDS);
    }

    private ManagedChannel channel() throws IOException {
        ManagedChannel channel = hub.channel(member);
        channels.add(channel);
        return channel;
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
