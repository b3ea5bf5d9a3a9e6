package dev.convoy.control.planning;

import dev.convoy.model.BackendRef;
import dev.convoy.model.FleetModel;
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
import dev.convoy.model.Policy;
import dev.convoy.model.Reference;
import dev.convoy.model.Service;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.Verdict;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Small fleets: a member called tokyo, a Gateway store/web there, and what a test adds. */
final class Fleets {
    static final MemberId TOKYO = new MemberId("tokyo");
    static final Tree TREE = Tree.of(TOKYO);
    static final String NAMESPACE = "store";
    static final HttpRoute.Match EVERYTHING = Matches.EVERYTHING;

    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
    private static final GroupKind GATEWAY = new GroupKind("gateway.networking.k8s.io", "Gateway");

    private Fleets() {}

    static FleetPlan plan(FleetObject... objects) {
        return new Planner().plan(FleetModel.of(Arrays.asList(objects)), GatewayAddresses.NONE);
    }

    static Meta meta(Kind kind, String name, int age) {
        var id = new ObjectId(TREE, kind, NAMESPACE, name);
        return new Meta(id, 1, CREATED.minusSeconds(age), Map.of(), Map.of());
    }

    static Member tokyo(String... addresses) {
        var id = new ObjectId(Tree.fleet(), Kind.MEMBERSHIP, "", TOKYO.name());
        return new Member(
                new Meta(id, 1, CREATED, Map.of(), Map.of()),
                new Locality("japan", ""),
                "tokyo",
                List.of(addresses),
                null,
                false);
    }

    static Gateway gateway(String name, int age, String... addresses) {
        var listener = new Listener("http", 80, "HTTP", "", null, new AllowedRoutes(From.SAME, null, List.of()));
        return new Gateway(meta(Kind.GATEWAY, name, age), "convoy", List.of(listener), List.of(addresses));
    }

    static Service service(String name) {
        return new Service(meta(Kind.SERVICE, name, 0), List.of(new Service.Port("", 8080, "")));
    }

    static HttpRoute route(HttpRoute.Rule... rules) {
        var parent = new HttpRoute.ParentRef(new Reference(GATEWAY, NAMESPACE, "web"), "", 0, false);
        return new HttpRoute(meta(Kind.HTTP_ROUTE, "route", 0), List.of(parent), List.of("foo.com"), List.of(rules));
    }

    static HttpRoute.Rule rule(HttpRoute.Match match, List<Policy> policies, BackendRef... backends) {
        return new HttpRoute.Rule("", List.of(match), policies, List.of(backends));
    }

    static BackendRef backend(String service, int weight) {
        return new BackendRef(new Reference(new GroupKind("", "Service"), NAMESPACE, service), 8080, weight, List.of());
    }

    static Verdict verdict(FleetPlan plan, Kind kind, String condition) {
        return plan.verdicts().values().stream()
                .flatMap(List::stream)
                .filter(verdict -> verdict.subject().object().kind() == kind
                        && verdict.condition().equals(condition))
                .findFirst()
                .orElseThrow();
    }
}
