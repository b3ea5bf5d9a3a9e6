package dev.convoy.xds.translate;

import dev.convoy.model.plan.RoutePlan;
import dev.convoy.model.plan.VirtualHostPlan;
import dev.convoy.xds.translate.policy.Entrance;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;

/** The routes of one hostname; depends on nothing else, so that an unchanged host need not be translated again. */
final class HostTranslation {
    private HostTranslation() {}

    static VirtualHost translate(VirtualHostPlan plan, Entrance entrance) {
        VirtualHost.Builder host =
                VirtualHost.newBuilder().setName(plan.hostname()).addDomains(plan.hostname());
        for (RoutePlan route : plan.routes()) {
            host.addRoutes(RouteTranslation.translate(route, entrance));
        }
        return host.build();
    }
}
