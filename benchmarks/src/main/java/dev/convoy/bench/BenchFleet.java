package dev.convoy.bench;

import dev.convoy.model.BackendRef;
import dev.convoy.model.EndpointSlice;
import dev.convoy.model.FleetObject;
import dev.convoy.model.Gateway;
import dev.convoy.model.GroupKind;
import dev.convoy.model.HttpRoute;
import dev.convoy.model.Kind;
import dev.convoy.model.Listener;
import dev.convoy.model.Listener.AllowedRoutes;
import dev.convoy.model.Listener.From;
import dev.convoy.model.Locality;
import dev.convoy.model.Member;
import dev.convoy.model.MemberId;
import dev.convoy.model.Meta;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Reference;
import dev.convoy.model.Service;
import dev.convoy.model.ServiceExport;
import dev.convoy.model.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The fleet that every server under test serves: members on one network, the first of which exports the services; a Gateway in all of
 * them; for each service a host with a canary rule and a weighted rule. benchmarks/lib/hub.py writes the same through the API.
 */
public record BenchFleet(int members, int services) {
    private static final String NAMESPACE = "shop";
    private static final GroupKind GATEWAY = new GroupKind("gateway.networking.k8s.io", "Gateway");
    private static final GroupKind SERVICE_IMPORT = new GroupKind("multicluster.x-k8s.io", "ServiceImport");
    private static final Tree EXPORTER = Tree.of(member(0));

    public static MemberId member(int index) {
        return new MemberId("member-" + index);
    }

    public List<FleetObject> objects() {
        var objects = new ArrayList<FleetObject>();
        for (int i = 0; i < members; i++) {
            objects.add(new Member(
                    meta(Tree.fleet(), Kind.MEMBERSHIP, "", member(i).name()),
                    new Locality("here", ""),
                    "flat",
                    List.of("127.30.1." + (i + 1)),
                    null,
                    true));
        }
        var listener = new Listener("http", 8080, "HTTP", "", null, new AllowedRoutes(From.ALL, null, List.of()));
        objects.add(new Gateway(
                meta(Tree.fleet(), Kind.GATEWAY, NAMESPACE, "web"), "convoy-mc", List.of(listener), List.of()));
        for (int i = 0; i < services; i++) {
            objects.add(new Service(
                    meta(EXPORTER, Kind.SERVICE, NAMESPACE, name(i)), List.of(new Service.Port("", 80, ""))));
            objects.add(new ServiceExport(meta(EXPORTER, Kind.SERVICE_EXPORT, NAMESPACE, name(i)), List.of()));
            objects.add(slice(i, "127.0.0.1"));
            objects.add(route(i, 1));
        }
        return objects;
    }

    /** Change number {@code v} of an endpoint: a new address. */
    public EndpointSlice endpoint(int v) {
        return slice(0, "127." + (v >> 16 & 255) + "." + (v >> 8 & 255) + "." + (v & 255));
    }

    /** Change number {@code v} of a route: a new weight. */
    public HttpRoute weight(int v) {
        return route(0, v);
    }

    private static EndpointSlice slice(int service, String address) {
        List<EndpointSlice.Endpoint> endpoints = List.of(
                new EndpointSlice.Endpoint(address, true, ""),
                new EndpointSlice.Endpoint("10.98.0." + (service % 250 + 1), true, ""),
                new EndpointSlice.Endpoint("10.97.0." + (service % 250 + 1), true, ""));
        return new EndpointSlice(
                meta(EXPORTER, Kind.ENDPOINT_SLICE, NAMESPACE, name(service)),
                name(service),
                List.of(new EndpointSlice.Port("", 8080)),
                endpoints);
    }

    private HttpRoute route(int service, int weight) {
        var parent = new HttpRoute.ParentRef(new Reference(GATEWAY, NAMESPACE, "web"), "", 0, false);
        var everything = new HttpRoute.PathMatch(HttpRoute.PathMatchType.PREFIX, "/");
        var canary = new HttpRoute.ValueMatch("env", "canary", false);
        int next = (service + 1) % services;
        List<HttpRoute.Rule> rules = List.of(
                new HttpRoute.Rule(
                        "",
                        List.of(new HttpRoute.Match(everything, List.of(canary), List.of(), null)),
                        List.of(),
                        List.of(backend(next, 1))),
                new HttpRoute.Rule(
                        "",
                        List.of(new HttpRoute.Match(everything, List.of(), List.of(), null)),
                        List.of(),
                        List.of(backend(service, weight), backend(next, 100))));
        return new HttpRoute(
                meta(Tree.fleet(), Kind.HTTP_ROUTE, NAMESPACE, name(service)),
                List.of(parent),
                List.of(name(service) + ".example.com"),
                rules);
    }

    private static BackendRef backend(int service, int weight) {
        return new BackendRef(new Reference(SERVICE_IMPORT, NAMESPACE, name(service)), 80, weight, List.of());
    }

    static String name(int service) {
        return "svc-%05d".formatted(service);
    }

    private static Meta meta(Tree tree, Kind kind, String namespace, String name) {
        Instant created = Instant.parse("2026-01-01T00:00:00Z");
        return new Meta(new ObjectId(tree, kind, namespace, name), 1, created, Map.of(), Map.of());
    }
}
