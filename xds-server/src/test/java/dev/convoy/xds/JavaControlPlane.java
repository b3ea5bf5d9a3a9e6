package dev.convoy.xds;

import com.google.protobuf.Message;
import io.envoyproxy.controlplane.cache.NodeGroup;
import io.envoyproxy.controlplane.cache.v3.SimpleCache;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.envoyproxy.controlplane.server.V3DiscoveryServer;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

/** java-control-plane's own server and cache: another reading of the protocol. */
final class JavaControlPlane implements AutoCloseable {
    private final SimpleCache<String> cache = new SimpleCache<>(new NodeGroup<>() {
        @Override
        public String hash(Node node) {
            return "all";
        }
    });
    private final Server server;

    JavaControlPlane(String ip) {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(ip, 0))
                    .addService(new V3DiscoveryServer(cache).getAggregatedDiscoveryServiceImpl())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void publish(List<Message> resources) {
        List<Cluster> clusters = those(Cluster.class, resources);
        List<ClusterLoadAssignment> assignments = those(ClusterLoadAssignment.class, resources);
        List<Listener> listeners = those(Listener.class, resources);
        List<RouteConfiguration> routes = those(RouteConfiguration.class, resources);
        cache.setSnapshot(
                "all",
                Snapshot.create(
                        clusters,
                        version(clusters),
                        assignments,
                        version(assignments),
                        listeners,
                        version(listeners),
                        routes,
                        version(routes),
                        List.of(),
                        "none"));
    }

    ManagedChannel channel() {
        InetSocketAddress address =
                (InetSocketAddress) server.getListenSockets().getFirst();
        return NettyChannelBuilder.forAddress(address).usePlaintext().build();
    }

    private static <M> List<M> those(Class<M> type, List<Message> resources) {
        return resources.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static String version(List<?> resources) {
        return Integer.toHexString(
                Stream.of(resources).map(Object::hashCode).toList().hashCode());
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
