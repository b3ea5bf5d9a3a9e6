package dev.convoy.xds.translate;

import dev.convoy.model.BackendRef;
import dev.convoy.model.GroupKind;
import dev.convoy.model.HttpRoute.Match;
import dev.convoy.model.HttpRoute.PathMatch;
import dev.convoy.model.HttpRoute.PathMatchType;
import dev.convoy.model.HttpRoute.ValueMatch;
import dev.convoy.model.Kind;
import dev.convoy.model.Locality;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Policy;
import dev.convoy.model.Reference;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendId.Reach;
import dev.convoy.model.plan.BackendPlan;
import dev.convoy.model.plan.BackendPlan.Hop;
import dev.convoy.model.plan.BackendPlan.MemberEndpoints;
import dev.convoy.model.plan.BackendPlan.Protocol;
import dev.convoy.model.plan.ChainPlan;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.PortPlan;
import dev.convoy.model.plan.RoutePlan;
import dev.convoy.model.plan.RoutePlan.Action;
import dev.convoy.model.plan.RoutePlan.WeightedBackend;
import dev.convoy.model.plan.VirtualHostPlan;
import java.util.List;

/** Short words for the plans that tests translate. */
final class Plans {
    static final MemberId TOKYO = new MemberId("tokyo");
    static final MemberId OSAKA = new MemberId("osaka");
    static final MemberId SINGAPORE = new MemberId("singapore");
    static final ObjectId GATEWAY = new ObjectId(Tree.fleet(), Kind.GATEWAY, "store", "web");

    private Plans() {}

    static BackendId fleetService(String name) {
        return new BackendId(Reach.FLEET, "store", name, 8080);
    }

    static BackendRef reference(String service) {
        var target = new Reference(new GroupKind("multicluster.x-k8s.io", "ServiceImport"), "store", service);
        return new BackendRef(target, 8080, 1, List.of());
    }

    static BackendPlan backend(BackendId id, MemberEndpoints... localities) {
        return new BackendPlan(id, Protocol.HTTP1, List.of(localities));
    }

    static MemberEndpoints at(MemberId member, int priority, int weight, Hop hop) {
        return new MemberEndpoints(member, new Locality("asia", ""), priority, weight, hop);
    }

    static Match prefix(String path) {
        return new Match(new PathMatch(PathMatchType.PREFIX, path), List.of(), List.of(), null);
    }

    static Match prefixWithHeader(String path, String header, String value) {
        return new Match(
                new PathMatch(PathMatchType.PREFIX, path),
                List.of(new ValueMatch(header, value, false)),
                List.of(),
                null);
    }

    static WeightedBackend weighted(BackendId backend, int weight) {
        return new WeightedBackend(backend, weight, List.of());
    }

    static Action.Forward to(BackendId backend) {
        return new Action.Forward(List.of(weighted(backend, 1)), 0);
    }

    static RoutePlan route(String name, Match match, Action action, Policy... policies) {
        return new RoutePlan("httproute/store/" + name + "/rule/0/match/0", match, List.of(policies), action);
    }

    static VirtualHostPlan host(String hostname, RoutePlan... routes) {
        return new VirtualHostPlan(hostname, List.of(routes));
    }

    static GatewayPlan plaintext(String address, int port, VirtualHostPlan... hosts) {
        return new GatewayPlan(
                GATEWAY, address, List.of(new PortPlan(port, List.of(new ChainPlan("", null, List.of(hosts))))));
    }
}
