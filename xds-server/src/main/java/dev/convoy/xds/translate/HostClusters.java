package dev.convoy.xds.translate;

import dev.convoy.model.Policy;
import dev.convoy.model.plan.RoutePlan;
import dev.convoy.model.plan.VirtualHostPlan;
import java.util.HashSet;
import java.util.Set;

/** The clusters that a host's requests are sent to, or copied to. */
final class HostClusters {
    private HostClusters() {}

    static Set<String> of(VirtualHostPlan host) {
        var clusters = new HashSet<String>();
        for (RoutePlan route : host.routes()) {
            if (route.action() instanceof RoutePlan.Action.Forward forward) {
                forward.backends().forEach(backend -> clusters.add(Names.cluster(backend.backend())));
            }
            for (Policy policy : route.policies()) {
                if (policy instanceof Policy.Mirror mirror) {
                    clusters.add(Names.cluster(mirror.backend()));
                }
            }
        }
        return clusters;
    }
}
