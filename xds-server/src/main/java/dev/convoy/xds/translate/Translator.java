package dev.convoy.xds.translate;

import com.google.protobuf.Message;
import dev.convoy.model.MemberId;
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
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything that the Envoys of a member are served, from everything that they are to do. */
public final class Translator {
    private Translator() {}

    public static XdsResources translate(MemberPlan plan) {
        Resources resources = new Resources();
        for (GatewayPlan gateway : plan.gateways()) {
            add(resources, gateway);
        }
        Duration probeInterval = ProbeBudget.interval(plan.backends());
        for (BackendPlan backend : plan.backends()) {
            String name = Names.cluster(backend.id());
            resources.add(ResourceType.CLUSTER, name, BackendTranslation.translate(backend, probeInterval));
            resources.add(ResourceType.ENDPOINTS, name, AssignmentTranslation.translate(backend));
        }
        add(resources, plan.member(), plan.eastWest());
        return new XdsResources(resources.byType);
    }

    /** The resources that a Gateway lives by: it is programmed when its Envoys have them all, and suffers when one is refused. */
    public static Set<ResourceKey> resourcesOf(GatewayPlan gateway) {
        return GatewayResources.of(gateway);
    }

    private static void add(Resources resources, GatewayPlan gateway) {
        for (PortPlan port : gateway.ports()) {
            resources.add(
                    ResourceType.LISTENER,
                    Names.listener(gateway.gateway(), port.port()),
                    ListenerTranslation.translate(gateway, port));
            for (ChainPlan chain : port.chains()) {
                String routes = Names.routes(gateway.gateway(), port.port(), chain.serverName());
                resources.add(ResourceType.ROUTES, routes, RoutesTranslation.translate(routes, chain, port.port()));
                add(resources, chain.tls());
            }
        }
    }

    private static void add(Resources resources, @Nullable TlsPlan tls) {
        if (tls != null) {
            for (TlsPlan.Certificate certificate : tls.certificates()) {
                resources.add(
                        ResourceType.SECRET,
                        Names.secret(certificate.secret()),
                        SecretTranslation.translate(certificate));
            }
        }
    }

    private static void add(Resources resources, MemberId member, @Nullable EastWestPlan eastWest) {
        if (eastWest == null) {
            return;
        }
        resources.add(ResourceType.LISTENER, Names.EAST_WEST, EastWestListenerTranslation.translate(eastWest.bind()));
        for (EastWestPlan.Export export : eastWest.exports()) {
            String name = Names.localCluster(export.id());
            resources.add(ResourceType.CLUSTER, name, LocalClusterTranslation.cluster(export));
            resources.add(ResourceType.ENDPOINTS, name, LocalClusterTranslation.assignment(member, export));
        }
    }

    /** What has been translated so far. */
    private static final class Resources {
        private final Map<ResourceType, SortedMap<String, Message>> byType = new EnumMap<>(ResourceType.class);

        void add(ResourceType type, String name, Message resource) {
            Message before = byType.computeIfAbsent(type, _ -> new TreeMap<>()).put(name, resource);
            if (before != null && !before.equals(resource)) {
                // Their names only: a Secret holds a private key, and this ends up in a status.
                throw new IllegalStateException("two different resources are called " + new ResourceKey(type, name));
            }
        }
    }
}
