package dev.convoy.xds.translate;

import dev.convoy.model.PersistentMap;
import dev.convoy.model.Tally;
import dev.convoy.model.plan.VirtualHostPlan;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.XdsResources;
import dev.convoy.xds.translate.policy.Entrance;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of a chain, and the routes that they come to.
 *
 * @param name that of the routes
 * @param clusters those that its hosts send to, each as often as there are such hosts
 */
record TranslatedChain(
        String name,
        Entrance entrance,
        PersistentMap<String, VirtualHostPlan> plans,
        PersistentMap<String, VirtualHost> hosts,
        Tally<String> clusters,
        XdsResources resources) {

    static TranslatedChain of(String name, Entrance entrance, PersistentMap<String, VirtualHostPlan> plans) {
        return new TranslatedChain(
                        name, entrance, PersistentMap.empty(), PersistentMap.empty(), Tally.none(), XdsResources.NONE)
                .changedTo(plans);
    }

    TranslatedChain next(PersistentMap<String, VirtualHostPlan> next) {
        return next.equals(plans) ? this : changedTo(next);
    }

    private TranslatedChain changedTo(PersistentMap<String, VirtualHostPlan> next) {
        var changed = new ArrayList<String>();
        plans.forEachDifference(next, changed::add);
        PersistentMap<String, VirtualHost> nextHosts = hosts;
        for (String hostname : changed) {
            VirtualHostPlan host = next.get(hostname);
            nextHosts = host == null
                    ? nextHosts.without(hostname)
                    : nextHosts.with(hostname, HostTranslation.translate(host, entrance));
        }
        Draft draft = new Draft(resources);
        draft.set(ResourceType.ROUTES, name, RoutesTranslation.translate(name, nextHosts.values()));
        return new TranslatedChain(name, entrance, next, nextHosts, counted(changed, next), draft.resources());
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
