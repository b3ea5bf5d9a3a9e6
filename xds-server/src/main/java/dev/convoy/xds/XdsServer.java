package dev.convoy.xds;

import dev.convoy.xds.delivery.Deliveries;
import dev.convoy.xds.snapshot.Snapshots;
import dev.convoy.xds.stream.AdsService;
import dev.convoy.xds.stream.Peer;
import dev.convoy.xds.stream.PeerIdentities;
import io.grpc.Codec;
import io.grpc.DecompressorRegistry;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Tells Envoys what is published for their group, over gRPC with mutual TLS. */
public final class XdsServer implements AutoCloseable {
    private static final int HANDSHAKE_SECONDS = 10;

    /** Whoever takes back more streams than this on one connection within that time is hung up on. */
    private static final int RESETS = 100;

    private static final int RESETS_WINDOW_SECONDS = 10;

    /** On one connection. An Envoy makes one, where it is not told to have one for each thing it asks for. */
    private static final int CALLS = 16;

    /** Whoever pings more often than this is hung up on. */
    private static final int PING_SECONDS = 1;

    /** How often stalled streams are looked for, within the time after which they are cut off. */
    private static final int LOOKS = 6;

    private static final Status CLOSING =
            Status.UNAVAILABLE.withDescription("this server is shutting down; connect again");

    /** Between the ends of two streams, when the server closes: a thousand Envoys a second come to whoever takes over. */
    private static final Duration BETWEEN_ENDS = Duration.ofMillis(1);

    /** In which all streams end, however many there are; their clients have as long again to read that. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    /** Encrypted bytes that wait for the socket, at most: with the usual 64 KiB a large response is stopped and started again all the time. */
    private static final WriteBufferWaterMark IN_ONE_GO = new WriteBufferWaterMark(128 * 1024, 256 * 1024);

    /**
     * What a client may send before it is read, in bytes: HTTP/2's own. What is longer waits with the client, so that one that is told of a change
     * early does not keep the hub from telling the others by its long answer.
     */
    private static final int WINDOW = 65_535;

    /** Envoys compress nothing, and a few bytes of a liar would become many here. */
    private static final DecompressorRegistry UNCOMPRESSED =
            DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false);

    private final Server server;
    private final AdsService service;
    private final Deliveries deliveries;
    private final Loops loops;
    private final ScheduledExecutorService aside;

    private XdsServer(
            Server server, AdsService service, Deliveries deliveries, Loops loops, ScheduledExecutorService aside) {
        this.server = server;
        this.service = service;
        this.deliveries = deliveries;
        this.loops = loops;
        this.aside = aside;
    }

    /**
     * Starts to listen.
     *
     * @param keys asked for each new connection, so that rotated keys need no restart
     * @throws IOException where the address cannot be had
     */
    public static XdsServer start(
            XdsServerConfig config, Supplier<ServerKeys> keys, PeerIdentities identities, Snapshots snapshots)
            throws IOException {
        var tls = new RotatingTls(keys);
        ScheduledExecutorService aside = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("xds-aside").daemon().factory());
        Loops loops = Loops.start();
        var deliveries = new Deliveries(aside);
        var service = new AdsService(
                snapshots, deliveries, identities, config.limits(), loops::current, InstantSource.system());
        Server server = NettyServerBuilder.forAddress(config.address())
                .sslContext(tls)
                .withChildOption(ChannelOption.WRITE_BUFFER_WATER_MARK, IN_ONE_GO)
                .bossEventLoopGroup(loops.group())
                .workerEventLoopGroup(loops.group())
                .channelType(loops.channels())
                .directExecutor()
                .flowControlWindow(WINDOW)
                .decompressorRegistry(UNCOMPRESSED)
                .maxInboundMessageSize(config.requestBytes())
                .keepAliveTime(config.keepAliveTime().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(config.keepAliveTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .maxConnectionAge(config.connectionAge().toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionAgeGrace(config.connectionGrace().toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionIdle(config.connectionIdle().toMillis(), TimeUnit.MILLISECONDS)
                .maxConcurrentCallsPerConnection(CALLS)
                .maxRstFramesPerWindow(RESETS, RESETS_WINDOW_SECONDS)
                .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
                .addServices(service.definitions())
                .build();
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            loops.close();
            aside.shutdownNow();
            throw e;
        }
        long period = config.stall().toMillis() / LOOKS;
        Future<?> _ = aside.scheduleAtFixedRate(
                () -> service.endStalled(config.stall()), period, period, TimeUnit.MILLISECONDS);
        return new XdsServer(server, service, deliveries, loops, aside);
    }

    public int port() {
        return server.getPort();
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) server.getListenSockets().getFirst();
    }

    public Deliveries deliveries() {
        return deliveries;
    }

    public int openStreams() {
        return service.openStreams();
    }

    /** Cuts the streams of those peers, whose identity was revoked. They get none again while {@link PeerIdentities} knows them not. */
    public void disconnect(Predicate<Peer> which) {
        service.disconnect(which, Status.PERMISSION_DENIED.withDescription("this identity was revoked; join again"));
    }

    /**
     * Takes no new connection and no new stream, ends those that are open one after the other so that their Envoys go elsewhere, and
     * returns when all have gone. Who does not read the end of its stream is hung up on.
     */
    @Override
    public void close() {
        server.shutdown();
        try {
            service.close(CLOSING, BETWEEN_ENDS, FAREWELL);
            if (!server.awaitTermination(FAREWELL.toSeconds(), TimeUnit.SECONDS)) {
                server.shutdownNow().awaitTermination(FAREWELL.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        loops.close();
        aside.shutdown();
    }
}
