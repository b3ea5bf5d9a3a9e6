package dev.convoy.xds.snapshot;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.ScopedRouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The resources that a resource needs in order to work. They decide what an Envoy must have first, and what it may not lose yet.
 *
 * @param scoped whether it needs scopes, too: those that an Envoy has are used by each listener that is scoped
 */
public record References(Set<String> clusters, Set<String> assignments, Set<String> routes, boolean scoped) {
    private static final References NONE = new References(Set.of(), Set.of(), Set.of(), false);

    public References {
        clusters = Set.copyOf(clusters);
        assignments = Set.copyOf(assignments);
        routes = Set.copyOf(routes);
    }

    public Set<String> of(ResourceType type) {
        return switch (type) {
            case CLUSTER -> clusters;
            case ENDPOINTS -> assignments;
            case ROUTES -> routes;
            case SECRET, LISTENER, SCOPES -> Set.of();
        };
    }

    static References of(Message message) {
        return switch (message) {
            case Cluster cluster -> ofCluster(cluster);
            case RouteConfiguration routes -> new References(clustersOf(routes), Set.of(), Set.of(), false);
            case Listener listener -> ofListener(listener);
            case ScopedRouteConfiguration scope ->
                new References(Set.of(), Set.of(), Set.of(scope.getRouteConfigurationName()), false);
            default -> NONE;
        };
    }

    private static References ofCluster(Cluster cluster) {
        if (cluster.getType() != Cluster.DiscoveryType.EDS) {
            return NONE;
        }
        String service = cluster.getEdsClusterConfig().getServiceName();
        return new References(Set.of(), Set.of(service.isEmpty() ? cluster.getName() : service), Set.of(), false);
    }

    private static References ofListener(Listener listener) {
        var clusters = new HashSet<String>();
        var routes = new HashSet<String>();
        boolean scoped = addChain(listener.getDefaultFilterChain(), clusters, routes);
        for (FilterChain chain : listener.getFilterChainsList()) {
            scoped |= addChain(chain, clusters, routes);
        }
        return new References(clusters, Set.of(), routes, scoped);
    }

    /** Returns whether the chain is scoped. */
    private static boolean addChain(FilterChain chain, Set<String> clusters, Set<String> routes) {
        boolean scoped = false;
        for (Filter filter : chain.getFiltersList()) {
            Any config = filter.getTypedConfig();
            try {
                if (config.is(HttpConnectionManager.class)) {
                    HttpConnectionManager http = config.unpack(HttpConnectionManager.class);
                    clusters.addAll(clustersOf(http.getRouteConfig()));
                    if (http.hasRds()) {
                        routes.add(http.getRds().getRouteConfigName());
                    }
                    scoped |= http.hasScopedRoutes();
                } else if (config.is(TcpProxy.class)) {
                    addTcp(config.unpack(TcpProxy.class), clusters);
                }
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException(
                        "filter " + filter.getName() + " holds bytes that are not its type's", e);
            }
        }
        return scoped;
    }

    private static void addTcp(TcpProxy tcp, Set<String> clusters) {
        if (tcp.hasWeightedClusters()) {
            tcp.getWeightedClusters().getClustersList().forEach(c -> clusters.add(c.getName()));
        } else if (!tcp.getCluster().isEmpty()) {
            clusters.add(tcp.getCluster());
        }
    }

    private static Set<String> clustersOf(RouteConfiguration routes) {
        var clusters = new HashSet<String>();
        addMirrors(routes.getRequestMirrorPoliciesList(), clusters);
        for (VirtualHost host : routes.getVirtualHostsList()) {
            addMirrors(host.getRequestMirrorPoliciesList(), clusters);
            for (Route route : host.getRoutesList()) {
                addAction(route.getRoute(), clusters);
            }
        }
        return clusters;
    }

    private static void addAction(RouteAction action, Set<String> clusters) {
        addMirrors(action.getRequestMirrorPoliciesList(), clusters);
        if (action.hasCluster()) {
            clusters.add(action.getCluster());
        }
        for (WeightedCluster.ClusterWeight weighted :
                action.getWeightedClusters().getClustersList()) {
            if (!weighted.getName().isEmpty()) {
                clusters.add(weighted.getName());
            }
        }
    }

    private static void addMirrors(List<RouteAction.RequestMirrorPolicy> mirrors, Set<String> clusters) {
        for (RouteAction.RequestMirrorPolicy mirror : mirrors) {
            if (!mirror.getCluster().isEmpty()) {
                clusters.add(mirror.getCluster());
            }
        }
    }
}
