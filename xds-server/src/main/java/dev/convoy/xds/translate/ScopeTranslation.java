package dev.convoy.xds.translate;

import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.config.route.v3.ScopedRouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ScopedRds;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder.FragmentBuilder;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder.FragmentBuilder.HeaderValueExtractor;

/**
 * A scope says which RouteConfiguration holds for the requests of a bucket; all chains of a member share one set of them. A shard's
 * RouteConfiguration has a scope of its own besides, which no request has: it lets an Envoy load the routes before any bucket is
 * switched to them.
 */
final class ScopeTranslation {
    /** Carries a request's scope from the filter that computes it to the choice of its route. */
    static final String HEADER = "x-convoy-scope";

    private ScopeTranslation() {}

    static ScopedRouteConfiguration translate(String scope, String routes) {
        return ScopedRouteConfiguration.newBuilder()
                .setName(scope)
                .setRouteConfigurationName(routes)
                .setKey(ScopedRouteConfiguration.Key.newBuilder()
                        .addFragments(ScopedRouteConfiguration.Key.Fragment.newBuilder()
                                .setStringKey(scope)))
                .build();
    }

    static ScopedRouteConfiguration holder(String routes) {
        return translate(routes, routes);
    }

    /** How a connection manager finds the routes of a request. */
    static ScopedRoutes byHeader() {
        return ScopedRoutes.newBuilder()
                .setName("scopes")
                .setScopeKeyBuilder(ScopeKeyBuilder.newBuilder()
                        .addFragments(FragmentBuilder.newBuilder()
                                .setHeaderValueExtractor(HeaderValueExtractor.newBuilder()
                                        .setName(HEADER)
                                        .setIndex(0))))
                .setRdsConfigSource(Proto.ADS)
                .setScopedRds(ScopedRds.newBuilder().setScopedRdsConfigSource(Proto.ADS))
                .build();
    }
}
