package dev.convoy.xds.translate;

import dev.convoy.model.plan.ChainPlan;
import dev.convoy.model.plan.VirtualHostPlan;
import dev.convoy.xds.translate.policy.Entrance;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.List;

/** The RouteConfiguration of one chain. */
final class RoutesTranslation {
    /** Words between gateways, which end here. */
    private static final List<String> NOT_FOR_CLIENTS =
            List.of(Retries.NOT_SENT, "x-envoy-immediate-health-check-fail");

    private RoutesTranslation() {}

    private record OfChain(String name) implements Memory.Place<ChainInputs, RouteConfiguration> {}

    private record HostsOfChain(String name, Entrance entrance)
            implements Memory.Place<VirtualHostPlan, List<VirtualHost>> {}

    private record ChainInputs(ChainPlan chain, int port) {}

    static RouteConfiguration translate(String name, ChainPlan chain, int port, Memory memory) {
        // Every host is recalled, also where the whole is: the memory holds what the last plan asked for.
        Entrance entrance = new Entrance(port, chain.tls() != null);
        List<VirtualHost> hosts = memory.recallEach(
                new HostsOfChain(name, entrance),
                chain.hosts().values(),
                VirtualHostPlan::hostname,
                host -> HostTranslation.translate(host, entrance));
        return memory.recall(new OfChain(name), new ChainInputs(chain, port), _ -> of(name, hosts));
    }

    private static RouteConfiguration of(String name, List<VirtualHost> hosts) {
        return RouteConfiguration.newBuilder()
                .setName(name)
                // A backend's own policy has the last word over its rule's.
                .setMostSpecificHeaderMutationsWins(true)
                .addAllResponseHeadersToRemove(NOT_FOR_CLIENTS)
                .addAllVirtualHosts(hosts)
                .build();
    }
}
