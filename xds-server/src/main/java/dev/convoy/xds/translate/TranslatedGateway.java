package dev.convoy.xds.translate;

import dev.convoy.model.ObjectId;
import dev.convoy.model.PersistentMap;
import dev.convoy.model.plan.ChainPlan;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.PortPlan;
import dev.convoy.model.plan.TlsPlan;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.XdsResources;
import dev.convoy.xds.translate.policy.Entrance;
import java.util.List;
import java.util.TreeMap;

/**
 * A Gateway's plan in one member, and what it comes to.
 *
 * @param chains by their names
 */
record TranslatedGateway(
        GatewayPlan plan,
        PersistentMap<String, Resource> listeners,
        PersistentMap<String, Resource> secrets,
        PersistentMap<String, TranslatedChain> chains) {

    static TranslatedGateway nothing(ObjectId gateway) {
        return new TranslatedGateway(
                new GatewayPlan(gateway, "", List.of()),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty());
    }

    TranslatedGateway next(GatewayPlan next) {
        if (next.equals(plan)) {
            return this;
        }
        GatewayPlan frame = withoutHosts(next);
        boolean sameFrame = frame.equals(withoutHosts(plan));
        return new TranslatedGateway(
                next, sameFrame ? listeners : listeners(frame), sameFrame ? secrets : secrets(frame), chains(next));
    }

    /** All that listeners and secrets know of it. */
    private static GatewayPlan withoutHosts(GatewayPlan plan) {
        return new GatewayPlan(
                plan.gateway(),
                plan.address(),
                plan.ports().stream()
                        .map(port -> new PortPlan(
                                port.port(),
                                port.chains().stream()
                                        .map(chain ->
                                                new ChainPlan(chain.serverName(), chain.tls(), PersistentMap.empty()))
                                        .toList()))
                        .toList());
    }

    private static PersistentMap<String, Resource> listeners(GatewayPlan frame) {
        var listeners = new TreeMap<String, Resource>();
        for (PortPlan port : frame.ports()) {
            String name = Names.listener(frame.gateway(), port.port());
            listeners.put(name, Resource.of(ResourceType.LISTENER, name, ListenerTranslation.translate(frame, port)));
        }
        return PersistentMap.of(listeners);
    }

    private static PersistentMap<String, Resource> secrets(GatewayPlan frame) {
        var secrets = new TreeMap<String, Resource>();
        for (PortPlan port : frame.ports()) {
            for (ChainPlan chain : port.chains()) {
                if (chain.tls() != null) {
                    for (TlsPlan.Certificate certificate : chain.tls().certificates()) {
                        String name = Names.secret(certificate.secret());
                        secrets.put(
                                name, Resource.of(ResourceType.SECRET, name, SecretTranslation.translate(certificate)));
                    }
                }
            }
        }
        return PersistentMap.of(secrets);
    }

    /** By their names. A chain whose TLS comes or goes is another. */
    private PersistentMap<String, TranslatedChain> chains(GatewayPlan next) {
        var translated = new TreeMap<String, TranslatedChain>();
        for (PortPlan port : next.ports()) {
            for (ChainPlan chain : port.chains()) {
                String name = Names.chain(next.gateway(), port.port(), chain.serverName());
                Entrance entrance = new Entrance(port.port(), chain.tls() != null);
                TranslatedChain before = chains.get(name);
                translated.put(
                        name,
                        before != null && before.entrance().equals(entrance)
                                ? before.next(chain.hosts())
                                : TranslatedChain.of(Buckets.of(name, chain.serverName()), entrance, chain.hosts()));
            }
        }
        return PersistentMap.of(translated);
    }

    boolean needs(ResourceKey resource) {
        String name = resource.name();
        return switch (resource.type()) {
            case LISTENER -> listeners.containsKey(name);
            case SECRET -> secrets.containsKey(name);
            case CLUSTER -> uses(name);
            case ENDPOINTS -> uses(Names.clusterOf(name));
            case SCOPES, ROUTES ->
                chains.values().stream()
                        .anyMatch(chain -> chain.resources().of(resource.type()).containsKey(name));
        };
    }

    private boolean uses(String cluster) {
        return chains.values().stream().anyMatch(chain -> chain.clusters().has(cluster));
    }

    /** Puts what this Gateway comes to in place of what it came to before. */
    void replace(TranslatedGateway before, Draft draft) {
        draft.replace(ResourceType.LISTENER, before.listeners, listeners);
        before.chains.forEachDifference(chains, name -> draft.replace(before.routes(name), routes(name)));
    }

    private XdsResources routes(String chain) {
        TranslatedChain translated = chains.get(chain);
        return translated == null ? XdsResources.NONE : translated.resources();
    }
}
