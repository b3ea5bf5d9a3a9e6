package dev.convoy.control.pipeline;

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
import dev.convoy.model.SocketAddress;
import dev.convoy.model.TlsCertificate;
import dev.convoy.model.TlsSecret;
import dev.convoy.model.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Three members, two of them on one network, that all export the same services; a Gateway of the whole fleet with a route and a host
 * for each of them. Every route splits its requests between its service and the next.
 *
 * @param moreGateways others, to which no route attaches
 */
record LargeFleet(int services, int moreGateways) {
    private static final List<MemberId> MEMBERS =
            List.of(new MemberId("berlin"), new MemberId("osaka"), new MemberId("tokyo"));
    private static final MemberId NEWCOMER = new MemberId("seoul");
    private static final String NAMESPACE = "store";
    private static final AllowedRoutes EVERY_ROUTE = new AllowedRoutes(From.ALL, null, List.of());
    private static final GroupKind GATEWAY = new GroupKind("gateway.networking.k8s.io", "Gateway");
    private static final GroupKind SERVICE_IMPORT = new GroupKind("multicluster.x-k8s.io", "ServiceImport");

    /** A number of services, or of services and of Gateways beside that of their routes: 1000+500. */
    static LargeFleet of(String size) {
        int plus = size.indexOf('+');
        return plus < 0
                ? new LargeFleet(Integer.parseInt(size), 0)
                : new LargeFleet(
                        Integer.parseInt(size, 0, plus, 10), Integer.parseInt(size, plus + 1, size.length(), 10));
    }

    List<FleetObject> objects() {
        var objects = new ArrayList<FleetObject>();
        for (int i = 0; i < MEMBERS.size(); i++) {
            objects.add(member(MEMBERS.get(i), i, "", MEMBERS.get(i).name()));
        }
        objects.add(gateway(plaintext()));
        for (int gateway = 0; gateway < moreGateways; gateway++) {
            Meta meta = meta(Tree.fleet(), Kind.GATEWAY, NAMESPACE, "more-" + gateway);
            objects.add(new Gateway(meta, "convoy-mc", List.of(plaintext()), List.of()));
        }
        for (int service = 0; service < services; service++) {
            objects.add(route(service, 10));
            for (MemberId member : MEMBERS) {
                objects.add(service(member, service, ""));
                objects.add(export(member, service));
                objects.add(slice(member, service, 3));
            }
        }
        return objects;
    }

    /** The Gateway with these listeners, to which every route attaches whose hosts they share. */
    Gateway gateway(Listener... listeners) {
        return gateway(1, listeners);
    }

    /** As some edit of it left it that asks for nothing else. */
    Gateway gateway(int generation, Listener... listeners) {
        Meta meta = meta(Tree.fleet(), Kind.GATEWAY, NAMESPACE, "web");
        return new Gateway(
                new Meta(meta.id(), generation, meta.created(), meta.labels(), meta.annotations()),
                "convoy-mc",
                List.of(listeners),
                List.of());
    }

    Listener plaintext() {
        return new Listener("http", 80, "HTTP", "", null, EVERY_ROUTE);
    }

    Listener secure(String name, String hostname) {
        var secret = new Reference(new GroupKind("", "Secret"), NAMESPACE, "web");
        return new Listener(
                name, 443, "HTTPS", hostname, new Listener.Tls("Terminate", List.of(secret), Map.of()), EVERY_ROUTE);
    }

    /** What the secure listeners present; each serial is another. */
    TlsSecret certificate(int serial) {
        return new TlsSecret(
                meta(Tree.fleet(), Kind.SECRET, NAMESPACE, "web"),
                new TlsCertificate("chain " + serial, "key " + serial));
    }

    /** The host of a service. */
    String host(int service) {
        return name(service) + ".example.com";
    }

    /** The route of a service, which sends it {@code weight} requests of 100; beyond the last service, another route to the first. */
    HttpRoute route(int service, int weight) {
        var parent = new HttpRoute.ParentRef(new Reference(GATEWAY, NAMESPACE, "web"), "", 0, false);
        var match = new HttpRoute.Match(
                new HttpRoute.PathMatch(HttpRoute.PathMatchType.PREFIX, "/"), List.of(), List.of(), null);
        var rule = new HttpRoute.Rule(
                "",
                List.of(match),
                List.of(),
                List.of(backend(service % services, weight), backend((service + 1) % services, 100 - weight)));
        return new HttpRoute(
                meta(Tree.fleet(), Kind.HTTP_ROUTE, NAMESPACE, name(service)),
                List.of(parent),
                List.of(host(service)),
                List.of(rule));
    }

    /** The first member's Service, which it exports. */
    Service service(int service, String appProtocol) {
        return service(MEMBERS.getFirst(), service, appProtocol);
    }

    private static Service service(MemberId member, int service, String appProtocol) {
        return new Service(
                meta(Tree.of(member), Kind.SERVICE, NAMESPACE, name(service)),
                List.of(new Service.Port("http", 8080, appProtocol)));
    }

    /** The first member's endpoints of a service. */
    EndpointSlice slice(int service, int pods) {
        return slice(MEMBERS.getFirst(), service, pods);
    }

    /** The first member's export of a service. */
    ServiceExport export(int service) {
        return export(MEMBERS.getFirst(), service);
    }

    private static ServiceExport export(MemberId member, int service) {
        return new ServiceExport(meta(Tree.of(member), Kind.SERVICE_EXPORT, NAMESPACE, name(service)), List.of());
    }

    private static EndpointSlice slice(MemberId member, int service, int pods) {
        List<EndpointSlice.Endpoint> endpoints = IntStream.rangeClosed(1, pods)
                .mapToObj(pod ->
                        new EndpointSlice.Endpoint("10." + service / 250 + "." + service % 250 + "." + pod, true, "a"))
                .toList();
        return new EndpointSlice(
                meta(Tree.of(member), Kind.ENDPOINT_SLICE, NAMESPACE, name(service)),
                name(service),
                List.of(new EndpointSlice.Port("http", 8080)),
                endpoints);
    }

    /** The first member with a label that no class asks for. */
    Member member(String label) {
        return member(MEMBERS.getFirst(), 0, label, MEMBERS.getFirst().name());
    }

    /** The first member in a region. */
    Member memberIn(String region) {
        return member(MEMBERS.getFirst(), 0, "", region);
    }

    /** One more member, which has nothing of its own. */
    Member newcomer() {
        return member(NEWCOMER, MEMBERS.size(), "", NEWCOMER.name());
    }

    /** What that member has where it offers the first service too. */
    List<FleetObject> newcomersService() {
        return List.of(service(NEWCOMER, 0, ""), export(NEWCOMER, 0), slice(NEWCOMER, 0, 3));
    }

    private Member member(MemberId member, int index, String label, String region) {
        Meta meta = meta(Tree.fleet(), Kind.MEMBERSHIP, "", member.name());
        return new Member(
                new Meta(meta.id(), 1, meta.created(), Map.of("label", label), Map.of()),
                new Locality(region, ""),
                index == 0 ? "europe" : "japan",
                IntStream.rangeClosed(0, moreGateways)
                        .mapToObj(address -> "192." + index + "." + address / 250 + "." + (1 + address % 250))
                        .toList(),
                new SocketAddress("198.51.100." + (index + 1), 15443),
                false);
    }

    private static BackendRef backend(int service, int weight) {
        return new BackendRef(new Reference(SERVICE_IMPORT, NAMESPACE, name(service)), 8080, weight, List.of());
    }

    private static String name(int service) {
        return "service-%05d".formatted(service);
    }

    private static Meta meta(Tree tree, Kind kind, String namespace, String name) {
        return new Meta(
                new ObjectId(tree, kind, namespace, name),
                1,
                Instant.parse("2026-01-01T00:00:00Z"),
                Map.of(),
                Map.of());
    }
}
