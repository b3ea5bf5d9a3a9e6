package dev.convoy.xds.translate;

import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.List;

/** The RouteConfiguration of some hosts of a chain. */
final class RoutesTranslation {
    /** Words between gateways, which end here. */
    private static final List<String> NOT_FOR_CLIENTS =
            List.of(Retries.NOT_SENT, "x-envoy-immediate-health-check-fail");

    private RoutesTranslation() {}

    static RouteConfiguration translate(String name, List<VirtualHost> hosts) {
        return RouteConfiguration.newBuilder()
                .setName(name)
                // A backend's own policy has the last word over its rule's.
                .setMostSpecificHeaderMutationsWins(true)
                .addRequestHeadersToRemove(ScopeTranslation.HEADER)
                .addAllResponseHeadersToRemove(NOT_FOR_CLIENTS)
                .addAllVirtualHosts(hosts)
                .build();
    }
}
