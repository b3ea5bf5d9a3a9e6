package dev.convoy.control.stories;

import dev.convoy.model.BackendRef;
import dev.convoy.model.EndpointSlice;
import dev.convoy.model.FleetObject;
import dev.convoy.model.Gateway;
import dev.convoy.model.HttpRoute;
import dev.convoy.model.Listener;
import dev.convoy.model.MemberId;
import dev.convoy.model.Meta;
import dev.convoy.model.Namespace;
import dev.convoy.model.Service;
import dev.convoy.model.ServiceExport;
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
        listeners.replaceAll(listener -> random.nextBoolean()
                ? listener
                : new Listener(
                        listener.name(),
                        listener.port(),
                        listener.protocol(),
                        List.of("", "*.example.com", "*.com").get(random.nextInt(3)),
                        listener.tls(),
                        listener.allowedRoutes()));
        return new Gateway(other(gateway.meta()), gateway.className(), listeners, gateway.addresses());
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
