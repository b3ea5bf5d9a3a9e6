package dev.convoy.xds.translate;

import dev.convoy.model.PersistentMap;
import dev.convoy.model.Tally;
import dev.convoy.model.plan.VirtualHostPlan;
import dev.convoy.xds.snapshot.XdsResources;
import dev.convoy.xds.translate.policy.Entrance;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of a chain, and the routes that they come to.
 *
 * @param clusters those that its hosts send to, each as often as there are such hosts
 */
record TranslatedChain(
        Entrance entrance, PersistentMap<String, VirtualHostPlan> plans, Tally<String> clusters, ShardedRoutes routes) {

    static TranslatedChain of(Buckets buckets, Entrance entrance, PersistentMap<String, VirtualHostPlan> plans) {
        return new TranslatedChain(entrance, PersistentMap.empty(), Tally.none(), ShardedRoutes.empty(buckets))
                .changedTo(plans);
    }

    XdsResources resources() {
        return routes.resources();
    }

    TranslatedChain next(PersistentMap<String, VirtualHostPlan> next) {
        return next.equals(plans) ? this : changedTo(next);
    }

    private TranslatedChain changedTo(PersistentMap<String, VirtualHostPlan> next) {
        var changed = new ArrayList<String>();
        plans.forEachDifference(next, changed::add);
        ShardedRoutes nextRoutes = routes.changed(changed, hostname -> {
            VirtualHostPlan host = next.get(hostname);
            return host == null ? null : HostTranslation.translate(host, entrance);
        });
        return new TranslatedChain(entrance, next, counted(changed, next), nextRoutes);
    }

    private Tally<String> counted(List<String> changed, PersistentMap<String, VirtualHostPlan> next) {
        Tally<String> counted = clusters;
        for (String hostname : changed) {
            counted = counted.plus(clusters(next.get(hostname))).minus(clusters(plans.get(hostname)));
        }
        return counted;
    }

    private static Set<String> clusters(@Nullable VirtualHostPlan host) {
        return host == null ? Set.of() : HostClusters.of(host);
    }
}
