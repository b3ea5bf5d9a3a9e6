package dev.convoy.xds.translate;

import dev.convoy.model.Policy;
import dev.convoy.model.plan.ChainPlan;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.PortPlan;
import dev.convoy.model.plan.RoutePlan;
import dev.convoy.model.plan.TlsPlan;
import dev.convoy.model.plan.VirtualHostPlan;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import java.util.HashSet;
import java.util.Set;

/** Which resources a Gateway lives by. Clusters and Secrets may be shared with other Gateways. */
final class GatewayResources {
    private final Set<ResourceKey> keys = new HashSet<>();

    private GatewayResources() {}

    static Set<ResourceKey> of(GatewayPlan gateway) {
        GatewayResources resources = new GatewayResources();
        for (PortPlan port : gateway.ports()) {
            resources.add(ResourceType.LISTENER, Names.listener(gateway.gateway(), port.port()));
            for (ChainPlan chain : port.chains()) {
                resources.add(ResourceType.ROUTES, Names.routes(gateway.gateway(), port.port(), chain.serverName()));
                resources.add(chain);
            }
        }
        return Set.copyOf(resources.keys);
    }

    private void add(ChainPlan chain) {
        if (chain.tls() != null) {
            for (TlsPlan.Certificate certificate : chain.tls().certificates()) {
                add(ResourceType.SECRET, Names.secret(certificate.secret()));
            }
        }
        for (VirtualHostPlan host : chain.hosts().values()) {
            host.routes().forEach(this::add);
        }
    }

    private void add(RoutePlan route) {
        if (route.action() instanceof RoutePlan.Action.Forward forward) {
            forward.backends().forEach(backend -> addBackend(Names.cluster(backend.backend())));
        }
        for (Policy policy : route.policies()) {
            if (policy instanceof Policy.Mirror mirror) {
                addBackend(Names.cluster(mirror.backend()));
            }
        }
    }

    private void addBackend(String cluster) {
        add(ResourceType.CLUSTER, cluster);
        add(ResourceType.ENDPOINTS, cluster);
    }

    private void add(ResourceType type, String name) {
        keys.add(new ResourceKey(type, name));
    }
}
