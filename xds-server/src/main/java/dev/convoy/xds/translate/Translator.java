package dev.convoy.xds.translate;

import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.SocketAddress;
import dev.convoy.model.plan.BackendPlan;
import dev.convoy.model.plan.ChainPlan;
import dev.convoy.model.plan.EastWestPlan;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.PortPlan;
import dev.convoy.model.plan.TlsPlan;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.XdsResources;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that the Envoys of a member are served, from everything that they are to do. */
public final class Translator {
    private Translator() {}

    private record PortOf(ObjectId gateway, int port) implements Memory.Place<PortInputs, Listener> {}

    private record PortInputs(String address, PortPlan port) {}

    private record EastWestListener() implements Memory.Place<SocketAddress, Listener> {}

    private record OfSecret(ObjectId secret) implements Memory.Place<TlsPlan.Certificate, Secret> {}

    public static XdsResources translate(MemberPlan plan) {
        return translate(plan, new Memory());
    }

    /** The same resources, of which those that the member's last plan had too are the same instances. */
    public static XdsResources translate(MemberPlan plan, Memory memory) {
        memory.turnThePage();
        Collected resources = new Collected();
        for (GatewayPlan gateway : plan.gateways()) {
            add(resources, gateway, memory);
        }
        add(resources, plan.backends().values(), memory);
        add(resources, plan.member(), plan.eastWest(), memory);
        var translated = new XdsResources(resources.byName(memory.collected()));
        memory.keep(resources);
        return translated;
    }

    /** The resources that a Gateway lives by: it is programmed when its Envoys have them all, and suffers when one is refused. */
    public static Set<ResourceKey> resourcesOf(GatewayPlan gateway) {
        return GatewayResources.of(gateway);
    }

    private static void add(Collected resources, GatewayPlan gateway, Memory memory) {
        for (PortPlan port : gateway.ports()) {
            resources.add(
                    ResourceType.LISTENER,
                    Names.listener(gateway.gateway(), port.port()),
                    memory.recall(
                            new PortOf(gateway.gateway(), port.port()),
                            new PortInputs(gateway.address(), port),
                            _ -> ListenerTranslation.translate(gateway, port)));
            for (ChainPlan chain : port.chains()) {
                String routes = Names.routes(gateway.gateway(), port.port(), chain.serverName());
                resources.add(
                        ResourceType.ROUTES, routes, RoutesTranslation.translate(routes, chain, port.port(), memory));
                add(resources, chain.tls(), memory);
            }
        }
    }

    private static void add(Collected resources, List<BackendPlan> plans, Memory memory) {
        List<BackendPieces> backends = BackendPieces.all(plans, memory);
        Duration probeInterval = ProbeBudget.interval(
                backends.stream().mapToLong(BackendPieces::remoteMembers).sum());
        List<Cluster> clusters = BackendPieces.clusters(backends, probeInterval, memory);
        for (int i = 0; i < backends.size(); i++) {
            BackendPieces backend = backends.get(i);
            resources.add(ResourceType.CLUSTER, backend.name(), clusters.get(i));
            resources.add(ResourceType.ENDPOINTS, backend.name(), backend.assignment());
        }
    }

    private static void add(Collected resources, @Nullable TlsPlan tls, Memory memory) {
        if (tls != null) {
            for (TlsPlan.Certificate certificate : tls.certificates()) {
                resources.add(
                        ResourceType.SECRET,
                        Names.secret(certificate.secret()),
                        memory.recall(new OfSecret(certificate.secret()), certificate, SecretTranslation::translate));
            }
        }
    }

    private static void add(Collected resources, MemberId member, @Nullable EastWestPlan eastWest, Memory memory) {
        if (eastWest == null) {
            return;
        }
        resources.add(
                ResourceType.LISTENER,
                Names.EAST_WEST,
                memory.recall(new EastWestListener(), eastWest.bind(), EastWestListenerTranslation::translate));
        for (ExportPieces export : ExportPieces.all(member, eastWest.exports().values(), memory)) {
            resources.add(ResourceType.CLUSTER, export.name(), export.cluster());
            resources.add(ResourceType.ENDPOINTS, export.name(), export.assignment());
        }
    }
}
