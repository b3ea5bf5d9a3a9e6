package dev.convoy.bench;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.controlplane.cache.v3.SimpleCache;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.envoyproxy.controlplane.server.V3DiscoveryServer;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The smallest control plane on java-control-plane's own server and cache, with the resources of the Go rival ({@code rivals/gcp}).
 *
 * <p>Arguments: address of the xDS server, of the admin port, folder of the certificates, services.
 */
final class JavaControlPlane implements Subject {
    private static final String ALL = "all";
    private static final String ROUTES = "main-0";
    private static final ConfigSource ADS = ConfigSource.newBuilder()
            .setResourceApiVersion(ApiVersion.V3)
            .setAds(AggregatedConfigSource.getDefaultInstance())
            .build();

    private final SimpleCache<String> cache = new SimpleCache<>(_ -> ALL);
    private List<Cluster> clusters = List.of();
    private List<ClusterLoadAssignment> assignments = List.of();
    private RouteConfiguration routes = RouteConfiguration.getDefaultInstance();
    private long revision;
    private long endpointRevision;
    private long routeRevision;

    public static void main(String[] arguments) throws IOException {
        var certificates = new Certificates(Path.of(arguments[2]));
        var subject = new JavaControlPlane();
        subject.resize(Integer.parseInt(arguments[3]));
        NettyServerBuilder.forAddress(Subject.address(arguments[0]))
                .sslContext(GrpcSslContexts.forServer(
                                certificates.server().toFile(),
                                certificates.serverKey().toFile())
                        .trustManager(certificates.ca().toFile())
                        .clientAuth(ClientAuth.REQUIRE)
                        .build())
                .maxInboundMessageSize(16 << 20)
                .addService(new V3DiscoveryServer(subject.cache).getAggregatedDiscoveryServiceImpl())
                .build()
                .start();
        AdminPort.open(Subject.address(arguments[1]), subject);
    }

    @Override
    public void resize(int services) {
        clusters =
                IntStream.range(0, services).mapToObj(JavaControlPlane::cluster).toList();
        assignments = IntStream.range(0, services)
                .mapToObj(i -> assignment(i, "127.0.0.1"))
                .toList();
        routes = RouteConfiguration.newBuilder()
                .setName(ROUTES)
                .addAllVirtualHosts(IntStream.range(0, services)
                        .mapToObj(i -> host(i, 1, services))
                        .toList())
                .build();
        revision++;
        endpointRevision = revision;
        routeRevision = revision;
        publish();
    }

    @Override
    public void change(Change what, int v) {
        switch (what) {
            case ENDPOINT -> {
                var changed = new ArrayList<>(assignments);
                changed.set(0, assignment(0, "127." + (v >> 16 & 255) + "." + (v >> 8 & 255) + "." + (v & 255)));
                assignments = changed;
                endpointRevision = ++revision;
            }
            case WEIGHT -> {
                routes = routes.toBuilder()
                        .setVirtualHosts(0, host(0, v, clusters.size()))
                        .build();
                routeRevision = ++revision;
            }
        }
        publish();
    }

    private void publish() {
        Snapshot snapshot = Snapshot.create(
                clusters,
                "c" + clusters.size(),
                assignments,
                "e" + endpointRevision,
                List.of(listener()),
                "l",
                List.of(routes),
                "r" + routeRevision,
                List.of(),
                "s");
        cache.setSnapshot(ALL, snapshot);
    }

    private static Cluster cluster(int service) {
        return Cluster.newBuilder()
                .setName(BenchFleet.name(service))
                .setConnectTimeout(Duration.newBuilder().setSeconds(1))
                .setType(Cluster.DiscoveryType.EDS)
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(ADS))
                .build();
    }

    private static ClusterLoadAssignment assignment(int service, String address) {
        var endpoints = LocalityLbEndpoints.newBuilder();
        for (String each : List.of(address, "10.98.0." + (service % 250 + 1), "10.97.0." + (service % 250 + 1))) {
            var socket = SocketAddress.newBuilder().setAddress(each).setPortValue(8080);
            endpoints.addLbEndpoints(LbEndpoint.newBuilder()
                    .setEndpoint(Endpoint.newBuilder()
                            .setAddress(Address.newBuilder().setSocketAddress(socket))));
        }
        return ClusterLoadAssignment.newBuilder()
                .setClusterName(BenchFleet.name(service))
                .addEndpoints(endpoints)
                .build();
    }

    private static VirtualHost host(int service, int weight, int services) {
        String own = BenchFleet.name(service);
        String next = BenchFleet.name((service + 1) % services);
        var everything = RouteMatch.newBuilder().setPrefix("/");
        var canary = HeaderMatcher.newBuilder().setName("x-canary").setPresentMatch(true);
        return VirtualHost.newBuilder()
                .setName(own)
                .addDomains(own + ".example.com")
                .addRoutes(Route.newBuilder()
                        .setMatch(everything.clone().addHeaders(canary))
                        .setRoute(RouteAction.newBuilder().setCluster(next)))
                .addRoutes(Route.newBuilder()
                        .setMatch(everything)
                        .setRoute(RouteAction.newBuilder()
                                .setWeightedClusters(WeightedCluster.newBuilder()
                                        .addClusters(share(own, weight))
                                        .addClusters(share(next, 100)))))
                .build();
    }

    private static WeightedCluster.ClusterWeight share(String cluster, int weight) {
        return WeightedCluster.ClusterWeight.newBuilder()
                .setName(cluster)
                .setWeight(UInt32Value.of(weight))
                .build();
    }

    private static Listener listener() {
        var manager = HttpConnectionManager.newBuilder()
                .setStatPrefix(ROUTES)
                .setRds(Rds.newBuilder().setRouteConfigName(ROUTES).setConfigSource(ADS))
                .addHttpFilters(HttpFilter.newBuilder()
                        .setName("envoy.filters.http.router")
                        .setTypedConfig(Any.pack(Router.getDefaultInstance())));
        var address = SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(10000);
        return Listener.newBuilder()
                .setName(ROUTES)
                .setAddress(Address.newBuilder().setSocketAddress(address))
                .addFilterChains(FilterChain.newBuilder()
                        .addFilters(Filter.newBuilder().setName("hcm").setTypedConfig(Any.pack(manager.build()))))
                .build();
    }
}
