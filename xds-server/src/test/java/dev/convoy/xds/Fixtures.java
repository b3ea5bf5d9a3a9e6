package dev.convoy.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import dev.convoy.model.MemberId;
import dev.convoy.model.PersistentMap;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.XdsResources;
import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.ScopedRouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ScopedRds;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import java.util.EnumMap;
import java.util.Map;

/** Small, valid resources for tests. */
public final class Fixtures {
    public static final EnvoyGroup TOKYO = new EnvoyGroup(new MemberId("tokyo"), EnvoyGroup.DEFAULT_POOL);
    public static final EnvoyGroup OSAKA = new EnvoyGroup(new MemberId("osaka"), EnvoyGroup.DEFAULT_POOL);

    private Fixtures() {}

    public static XdsResources resources(Message... messages) {
        Map<ResourceType, PersistentMap<String, Resource>> byType = new EnumMap<>(ResourceType.class);
        for (Message message : messages) {
            switch (message) {
                case Cluster c -> put(byType, ResourceType.CLUSTER, c.getName(), c);
                case ClusterLoadAssignment a -> put(byType, ResourceType.ENDPOINTS, a.getClusterName(), a);
                case Listener l -> put(byType, ResourceType.LISTENER, l.getName(), l);
                case RouteConfiguration r -> put(byType, ResourceType.ROUTES, r.getName(), r);
                case ScopedRouteConfiguration s -> put(byType, ResourceType.SCOPES, s.getName(), s);
                case Secret s -> put(byType, ResourceType.SECRET, s.getName(), s);
                default -> throw new IllegalArgumentException("no fixture for " + message.getClass());
            }
        }
        return new XdsResources(byType);
    }

    private static void put(
            Map<ResourceType, PersistentMap<String, Resource>> byType,
            ResourceType type,
            String name,
            Message message) {
        Resource resource = Resource.of(type, name, message);
        byType.merge(
                type,
                PersistentMap.<String, Resource>empty().with(name, resource),
                (known, _) -> known.with(name, resource));
    }

    public static Cluster cluster(String name) {
        return cluster(name, 1);
    }

    /** A cluster whose connect timeout tells its versions apart. */
    public static Cluster cluster(String name, int seconds) {
        return Cluster.newBuilder()
                .setName(name)
                .setType(Cluster.DiscoveryType.EDS)
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(Proto.ADS))
                .setConnectTimeout(Duration.newBuilder().setSeconds(seconds))
                .build();
    }

    public static ClusterLoadAssignment endpoints(String cluster, String host, int port) {
        return ClusterLoadAssignment.newBuilder()
                .setClusterName(cluster)
                .addEndpoints(LocalityLbEndpoints.newBuilder()
                        .addLbEndpoints(LbEndpoint.newBuilder()
                                .setEndpoint(Endpoint.newBuilder().setAddress(address(host, port)))))
                .build();
    }

    /** Everything on every host goes to the cluster. */
    public static RouteConfiguration routes(String name, String cluster) {
        return RouteConfiguration.newBuilder()
                .setName(name)
                .addVirtualHosts(VirtualHost.newBuilder()
                        .setName("all")
                        .addDomains("*")
                        .addRoutes(Route.newBuilder()
                                .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                                .setRoute(RouteAction.newBuilder().setCluster(cluster))))
                .build();
    }

    /** Requests whose header {@code x-scope} is the key go by these routes. */
    public static ScopedRouteConfiguration scope(String name, String key, String routes) {
        return ScopedRouteConfiguration.newBuilder()
                .setName(name)
                .setRouteConfigurationName(routes)
                .setKey(ScopedRouteConfiguration.Key.newBuilder()
                        .addFragments(ScopedRouteConfiguration.Key.Fragment.newBuilder()
                                .setStringKey(key)))
                .build();
    }

    public static Listener listener(String name, String routes, String host, int port) {
        return listener(
                name,
                HttpConnectionManager.newBuilder()
                        .setRds(Rds.newBuilder().setConfigSource(Proto.ADS).setRouteConfigName(routes)),
                host,
                port);
    }

    /** A listener whose routes are chosen by the header {@code x-scope}. */
    public static Listener scopedListener(String name, String host, int port) {
        ScopedRoutes.ScopeKeyBuilder.FragmentBuilder.HeaderValueExtractor header =
                ScopedRoutes.ScopeKeyBuilder.FragmentBuilder.HeaderValueExtractor.newBuilder()
                        .setName("x-scope")
                        .setIndex(0)
                        .build();
        return listener(
                name,
                HttpConnectionManager.newBuilder()
                        .setScopedRoutes(ScopedRoutes.newBuilder()
                                .setName(name)
                                .setScopeKeyBuilder(ScopedRoutes.ScopeKeyBuilder.newBuilder()
                                        .addFragments(ScopedRoutes.ScopeKeyBuilder.FragmentBuilder.newBuilder()
                                                .setHeaderValueExtractor(header)))
                                .setRdsConfigSource(Proto.ADS)
                                .setScopedRds(ScopedRds.newBuilder().setScopedRdsConfigSource(Proto.ADS))),
                host,
                port);
    }

    private static Listener listener(String name, HttpConnectionManager.Builder routing, String host, int port) {
        HttpConnectionManager http = routing.setStatPrefix(name)
                .addHttpFilters(
                        HttpFilter.newBuilder().setName("router").setTypedConfig(Any.pack(Router.getDefaultInstance())))
                .build();
        return Listener.newBuilder()
                .setName(name)
                .setAddress(address(host, port))
                .addFilterChains(FilterChain.newBuilder()
                        .addFilters(Filter.newBuilder().setName("http").setTypedConfig(Any.pack(http))))
                .build();
    }

    /** A listener that presents the certificate of a secret. */
    public static Listener secureListener(String name, String routes, String secret, String host, int port) {
        Listener.Builder listener = listener(name, routes, host, port).toBuilder();
        listener.getFilterChainsBuilder(0)
                .setTransportSocket(TransportSocket.newBuilder()
                        .setName("tls")
                        .setTypedConfig(Any.pack(DownstreamTlsContext.newBuilder()
                                .setCommonTlsContext(CommonTlsContext.newBuilder()
                                        .addTlsCertificateSdsSecretConfigs(SdsSecretConfig.newBuilder()
                                                .setName(secret)
                                                .setSdsConfig(Proto.ADS)))
                                .build())));
        return listener.build();
    }

    /** A certificate with a key, which fit each other or do not. */
    public static Secret secret(String name, String certificatePem, String keyPem) {
        return Secret.newBuilder()
                .setName(name)
                .setTlsCertificate(TlsCertificate.newBuilder()
                        .setCertificateChain(DataSource.newBuilder().setInlineString(certificatePem))
                        .setPrivateKey(DataSource.newBuilder().setInlineString(keyPem)))
                .build();
    }

    private static Address address(String host, int port) {
        return Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder().setAddress(host).setPortValue(port))
                .build();
    }
}
