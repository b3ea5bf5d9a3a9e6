package dev.convoy.control.stories;

import dev.convoy.model.BackendRef;
import dev.convoy.model.EndpointSlice;
import dev.convoy.model.FleetNames;
import dev.convoy.model.FleetObject;
import dev.convoy.model.Gateway;
import dev.convoy.model.GatewayClass;
import dev.convoy.model.HttpRoute;
import dev.convoy.model.LabelSelector;
import dev.convoy.model.Listener;
import dev.convoy.model.Listener.AllowedRoutes;
import dev.convoy.model.Listener.From;
import dev.convoy.model.Locality;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.Meta;
import dev.convoy.model.Namespace;
import dev.convoy.model.ReferenceGrant;
import dev.convoy.model.Service;
import dev.convoy.model.ServiceExport;
import dev.convoy.model.SocketAddress;
import dev.convoy.model.TlsCertificate;
import dev.convoy.model.TlsSecret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** An object that its author has changed, in one of the ways that authors do. */
final class OtherObjects {
    private OtherObjects() {}

    static FleetObject insteadOf(FleetObject object, Random random) {
        return switch (object) {
            case EndpointSlice slice -> otherEndpoints(slice, random);
            case HttpRoute route -> otherRoute(route, random);
            case Service service -> otherService(service, random);
            case ServiceExport export ->
                new ServiceExport(
                        other(export.meta()), random.nextBoolean() ? List.of() : List.of(new MemberId("osaka")));
            case Gateway gateway -> otherGateway(gateway, random);
            case Namespace namespace -> new Namespace(relabelled(namespace.meta(), random));
            case TlsSecret secret ->
                new TlsSecret(
                        other(secret.meta()),
                        new TlsCertificate(
                                "chain " + random.nextInt(),
                                secret.certificate().privateKeyPem()));
            case Member member -> otherMember(member, random);
            case GatewayClass declared ->
                new GatewayClass(
                        other(declared.meta()),
                        random.nextInt(4) == 0 ? "example.com/other" : FleetNames.CONTROLLER,
                        LabelSelector.parse(random.nextBoolean() ? "" : "trust=high"));
            case ReferenceGrant grant ->
                new ReferenceGrant(other(grant.meta()), random.nextBoolean() ? List.of() : grant.from(), grant.to());
            default -> object;
        };
    }

    static EndpointSlice otherEndpoints(EndpointSlice slice, Random random) {
        var endpoints = new ArrayList<>(slice.endpoints());
        Collections.shuffle(endpoints, random);
        switch (random.nextInt(4)) {
            case 0 -> endpoints.clear();
            case 1 -> endpoints.add(new EndpointSlice.Endpoint("127.0.0." + (1 + random.nextInt(200)), true, ""));
            case 2 -> endpoints.add(new EndpointSlice.Endpoint("10.9.9." + (1 + random.nextInt(200)), false, ""));
            default -> endpoints.add(new EndpointSlice.Endpoint("10.9.8." + (1 + random.nextInt(200)), true, ""));
        }
        // Now and then it is another Service's.
        String service = random.nextInt(8) == 0 ? "other-" + random.nextInt(2) : slice.service();
        return new EndpointSlice(slice.meta(), service, slice.ports(), endpoints);
    }

    private static HttpRoute otherRoute(HttpRoute route, Random random) {
        var hostnames = new ArrayList<>(route.hostnames());
        var parents = new ArrayList<>(route.parents());
        var rules = new ArrayList<>(route.rules());
        switch (random.nextInt(7)) {
            case 0 -> hostnames.add("host-" + random.nextInt(3) + ".example.com");
            case 1 -> hostnames.add(random.nextBoolean() ? "*.example.com" : "*.com");
            case 2 -> hostnames.clear();
            case 3 -> Collections.reverse(rules);
            case 4 ->
                parents.replaceAll(parent -> new HttpRoute.ParentRef(
                        parent.gateway(), random.nextBoolean() ? "" : "http", 0, parent.namespaceGiven()));
            default ->
                rules.replaceAll(rule -> new HttpRoute.Rule(
                        rule.name(),
                        rule.matches(),
                        rule.policies(),
                        rule.backends().stream()
                                .map(backend -> new BackendRef(
                                        backend.target(), backend.port(), random.nextInt(3), backend.policies()))
                                .toList()));
        }
        return new HttpRoute(other(route.meta()), parents, hostnames, rules);
    }

    private static Service otherService(Service service, Random random) {
        String appProtocol = List.of("", "kubernetes.io/h2c", "https").get(random.nextInt(3));
        var ports = new ArrayList<>(service.ports());
        if (random.nextInt(4) == 0 && !ports.isEmpty()) {
            ports.removeLast();
        }
        ports.replaceAll(port -> new Service.Port(port.name(), port.port(), appProtocol));
        return new Service(other(service.meta()), ports);
    }

    private static Gateway otherGateway(Gateway gateway, Random random) {
        var listeners = new ArrayList<>(gateway.listeners());
        String className = gateway.className();
        switch (random.nextInt(6)) {
            case 0 -> listeners.remove(random.nextInt(listeners.size()));
            case 1 -> {
                Listener more = otherListener(listeners.getFirst(), "more-" + random.nextInt(3), random);
                listeners.removeIf(listener -> listener.name().equals(more.name()));
                listeners.add(more);
            }
            case 2 -> className = List.of("convoy", "convoy-mc", "unheard-of").get(random.nextInt(3));
            case 3 -> {} // as when an annotation changes
            default ->
                listeners.replaceAll(
                        listener -> random.nextBoolean() ? listener : otherListener(listener, listener.name(), random));
        }
        return new Gateway(
                other(gateway.meta()),
                className,
                listeners.isEmpty() ? gateway.listeners() : listeners,
                addresses(gateway, random));
    }

    private static Listener otherListener(Listener listener, String name, Random random) {
        List<From> from = List.of(From.values());
        return new Listener(
                name,
                random.nextInt(3) == 0 ? 8000 + random.nextInt(2) : listener.port(),
                listener.protocol(),
                List.of("", "*.example.com", "*.com", "foo.example.com", "host-1.example.com")
                        .get(random.nextInt(5)),
                listener.tls(),
                random.nextInt(3) > 0
                        ? listener.allowedRoutes()
                        : new AllowedRoutes(
                                from.get(random.nextInt(from.size())),
                                listener.allowedRoutes().selector(),
                                List.of()));
    }

    private static List<String> addresses(Gateway gateway, Random random) {
        return random.nextInt(6) == 0 ? List.of("127.0.10." + random.nextInt(3)) : gateway.addresses();
    }

    private static Member otherMember(Member member, Random random) {
        boolean some = random.nextBoolean();
        int what = random.nextInt(7);
        return new Member(
                what == 0 ? relabelled(member.meta(), random) : other(member.meta()),
                what == 1 ? new Locality(some ? "japan" : "europe", "") : member.locality(),
                what == 2 ? (some ? "vpc" : member.memberId().name()) : member.network(),
                what == 3 ? (some ? List.of() : List.of("127.0.10.1", "127.0.10.2")) : member.gatewayAddresses(),
                what == 4
                        ? (some ? null : new SocketAddress("127.0.10.1", 80 + random.nextInt(2) * 363))
                        : member.eastWest(),
                what == 5 ? some : member.allowLoopbackEndpoints());
    }

    private static Meta relabelled(Meta meta, Random random) {
        Map<String, String> labels = Map.of("trust", random.nextBoolean() ? "high" : "low");
        return new Meta(meta.id(), meta.generation(), meta.created(), labels, meta.annotations());
    }

    /** Conditions name the generation that they judged. */
    private static Meta other(Meta meta) {
        return new Meta(meta.id(), meta.generation() + 1, meta.created(), meta.labels(), meta.annotations());
    }
}
