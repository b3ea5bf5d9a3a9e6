package dev.convoy.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import dev.convoy.xds.snapshot.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server of aggregated delta discovery that says nothing of its own accord: what it hears and says is up to the test. */
final class ScriptedServer implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 10_000;
    private static final long SILENCE_MILLIS = 300;

    final TestAuthority authority = new TestAuthority("fleet");

    /** The types in the order in which they were first asked for. */
    final List<ResourceType> order = new CopyOnWriteArrayList<>();

    private final Map<ResourceType, BlockingQueue<DeltaDiscoveryRequest>> heard = Stream.of(ResourceType.values())
            .collect(Collectors.toMap(Function.identity(), type -> new LinkedBlockingQueue<>()));
    private final Server server;
    private volatile @Nullable StreamObserver<DeltaDiscoveryResponse> client;
    private int nonce;

    ScriptedServer(String ip) {
        TestAuthority.Identity identity = authority.server(Hub.NAME, InetAddress.ofLiteral(ip));
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(ip, 0))
                    .sslContext(GrpcSslContexts.configure(
                                    SslContextBuilder.forServer(identity.key(), identity.certificate()))
                            .trustManager(authority.certificate())
                            .clientAuth(ClientAuth.REQUIRE)
                            .build())
                    .addService(new Service())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getListenSockets().getFirst();
    }

    /** The next request of the type. */
    DeltaDiscoveryRequest next(ResourceType type) throws InterruptedException {
        return await(type, _ -> true);
    }

    /** The next request that subscribes to this name. */
    DeltaDiscoveryRequest subscription(ResourceType type, String name) throws InterruptedException {
        return await(type, request -> request.getResourceNamesSubscribeList().contains(name));
    }

    /** The answer to that response, whatever else was asked before it. */
    DeltaDiscoveryRequest answer(ResourceType type, String nonce) throws InterruptedException {
        return await(type, request -> request.getResponseNonce().equals(nonce));
    }

    /** Whether nothing like this is said for a while. */
    boolean isSilent(ResourceType type, Predicate<DeltaDiscoveryRequest> about) throws InterruptedException {
        return first(type, about, SILENCE_MILLIS).isEmpty();
    }

    private DeltaDiscoveryRequest await(ResourceType type, Predicate<DeltaDiscoveryRequest> which)
            throws InterruptedException {
        return first(type, which, PATIENCE_MILLIS)
                .orElseThrow(() -> new AssertionError("no such request of type " + type));
    }

    private Optional<DeltaDiscoveryRequest> first(
            ResourceType type, Predicate<DeltaDiscoveryRequest> which, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        DeltaDiscoveryRequest next;
        do {
            next = queue(type).poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } while (next != null && !which.test(next));
        return Optional.ofNullable(next);
    }

    String tell(ResourceType type, Map<String, ? extends Message> resources, String... removed) {
        DeltaDiscoveryResponse.Builder response = DeltaDiscoveryResponse.newBuilder()
                .setTypeUrl(type.typeUrl())
                .setNonce(Integer.toString(++nonce))
                .addAllRemovedResources(List.of(removed));
        resources.forEach((name, message) -> response.addResources(
                Resource.newBuilder().setName(name).setVersion("v" + nonce).setResource(Any.pack(message))));
        Objects.requireNonNull(client, "nobody is connected").onNext(response.build());
        return response.getNonce();
    }

    /** Ends the stream. */
    void cut() {
        StreamObserver<DeltaDiscoveryResponse> gone = Objects.requireNonNull(client, "nobody is connected");
        client = null;
        heard.values().forEach(BlockingQueue::clear);
        gone.onError(Status.UNAVAILABLE.asRuntimeException());
    }

    private BlockingQueue<DeltaDiscoveryRequest> queue(ResourceType type) {
        return Objects.requireNonNull(heard.get(type));
    }

    private final class Service extends AggregatedDiscoveryServiceImplBase {
        @Override
        public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
                StreamObserver<DeltaDiscoveryResponse> responses) {
            client = responses;
            return new StreamObserver<>() {
                @Override
                public void onNext(DeltaDiscoveryRequest request) {
                    if (!responses.equals(client)) {
                        return; // said on a stream that was cut
                    }
                    ResourceType type = RecordingClient.typed(request.getTypeUrl());
                    if (!order.contains(type)) {
                        order.add(type);
                    }
                    queue(type).add(request);
                }

                @Override
                public void onError(Throwable cause) {}

                @Override
                public void onCompleted() {}
            };
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
