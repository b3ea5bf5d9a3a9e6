package dev.convoy.xds.translate;

import dev.convoy.model.plan.ChainPlan;
import dev.convoy.model.plan.VirtualHostPlan;
import dev.convoy.xds.translate.policy.Entrance;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.util.List;

/** The RouteConfiguration of one chain. */
final class RoutesTranslation {
    /** Words between gateways, which end here. */
    private static final List<String> NOT_FOR_CLIENTS =
            List.of(Retries.NOT_SENT, "x-envoy-immediate-health-check-fail");

    private RoutesTranslation() {}

    static RouteConfiguration translate(String name, ChainPlan chain, int port) {
        Entrance entrance = new Entrance(port, chain.tls() != null);
        RouteConfiguration.Builder routes = RouteConfiguration.newBuilder()
                .setName(name)
                // A backend's own policy has the last word over its rule's.
                .setMostSpecificHeaderMutationsWins(true)
                .addAllResponseHeadersToRemove(NOT_FOR_CLIENTS);
        for (VirtualHostPlan host : chain.hosts()) {
            routes.addVirtualHosts(HostTranslation.translate(host, entrance));
        }
        return routes.build();
    }
}
