package dev.convoy.xds.translate;

import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.PersistentMap;
import dev.convoy.model.SocketAddress;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendPlan;
import dev.convoy.model.plan.EastWestPlan;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.XdsResources;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A member's plan and what its Envoys are served for it. The next plan is translated by what differs from this one, which decides
 * nothing but how long that takes: the same plan comes to the same bytes whatever was before.
 */
public final class TranslatedMember {
    private static final PersistentMap<BackendId, EastWestPlan.Export> NO_EXPORTS = PersistentMap.empty();

    private final MemberPlan plan;
    private final PersistentMap<ObjectId, TranslatedGateway> gateways;
    /** How many members each backend is probed in, of all backends together. */
    private final long probed;

    private final XdsResources resources;

    private TranslatedMember(
            MemberPlan plan, PersistentMap<ObjectId, TranslatedGateway> gateways, long probed, XdsResources resources) {
        this.plan = plan;
        this.gateways = gateways;
        this.probed = probed;
        this.resources = resources;
    }

    public static TranslatedMember of(MemberPlan plan) {
        return of(plan, List.of());
    }

    /** A plan that shares with those of other members shares their resources too. */
    public static TranslatedMember of(MemberPlan plan, Collection<TranslatedMember> others) {
        var nothing = new MemberPlan(plan.member(), List.of(), PersistentMap.empty(), null);
        return new TranslatedMember(nothing, PersistentMap.empty(), 0, XdsResources.NONE).next(plan, others);
    }

    /** The next plan of the same member. */
    public TranslatedMember next(MemberPlan next) {
        return next(next, List.of());
    }

    private TranslatedMember next(MemberPlan next, Collection<TranslatedMember> others) {
        if (!next.member().equals(plan.member())) {
            throw new IllegalArgumentException(
                    "the plan of " + next.member() + " does not follow that of " + plan.member());
        }
        Draft draft = new Draft(resources);
        PersistentMap<ObjectId, TranslatedGateway> nextGateways = gateways(next.gateways(), others);
        replace(nextGateways, draft);
        long nextProbed = replaceBackends(next.backends(), draft);
        replaceEastWest(next.eastWest(), draft);
        return new TranslatedMember(next, nextGateways, nextProbed, draft.resources());
    }

    public MemberPlan plan() {
        return plan;
    }

    public XdsResources resources() {
        return resources;
    }

    /** Whether a Gateway lives by this resource: it is programmed when its Envoys have all such, and suffers when one is refused. */
    public boolean isOf(ObjectId gateway, ResourceKey resource) {
        TranslatedGateway translated = gateways.get(gateway);
        return translated != null && translated.needs(resource);
    }

    private PersistentMap<ObjectId, TranslatedGateway> gateways(
            List<GatewayPlan> plans, Collection<TranslatedMember> others) {
        if (plans.equals(plan.gateways())) {
            return gateways;
        }
        var next = new TreeMap<ObjectId, TranslatedGateway>();
        for (GatewayPlan gateway : plans) {
            ObjectId id = gateway.gateway();
            TranslatedGateway before = Stream.concat(Stream.of(this), others.stream())
                    .flatMap(member -> Optional.ofNullable(member.gateways.get(id)).stream())
                    .findFirst()
                    .orElseGet(() -> TranslatedGateway.nothing(id));
            if (next.put(id, before.next(gateway)) != null) {
                throw new IllegalStateException(id + " is planned twice in " + plan.member());
            }
        }
        return PersistentMap.of(next);
    }

    private void replace(PersistentMap<ObjectId, TranslatedGateway> nextGateways, Draft draft) {
        gateways.forEachDifference(nextGateways, id -> {
            TranslatedGateway nothing = TranslatedGateway.nothing(id);
            TranslatedGateway before = gateways.get(id);
            TranslatedGateway after = nextGateways.get(id);
            (after == null ? nothing : after).replace(before == null ? nothing : before, draft);
        });
        // Gateways may share them.
        var secrets = new TreeMap<String, Resource>();
        nextGateways.forEach((_, gateway) -> gateway.secrets().forEach(secrets::put));
        draft.replace(ResourceType.SECRET, resources.of(ResourceType.SECRET), PersistentMap.of(secrets));
    }

    /** Answers how many probes there are now: their number decides how often each of them is made. */
    private long replaceBackends(PersistentMap<BackendId, BackendPlan> next, Draft draft) {
        var changed = new TreeSet<BackendId>();
        plan.backends().forEachDifference(next, changed::add);
        long nextProbed = probed;
        for (BackendId id : changed) {
            BackendPlan before = plan.backends().get(id);
            BackendPlan backend = next.get(id);
            nextProbed += probes(backend) - probes(before);
            AssignmentTranslation.replace(before, backend, draft);
        }
        Duration interval = ProbeBudget.interval(nextProbed);
        if (!interval.equals(ProbeBudget.interval(probed))) {
            changed.addAll(next.keys());
        }
        for (BackendId id : changed) {
            BackendPlan backend = next.get(id);
            draft.set(
                    ResourceType.CLUSTER,
                    Names.cluster(id),
                    backend == null ? null : BackendTranslation.translate(backend, interval));
        }
        return nextProbed;
    }

    private static int probes(@Nullable BackendPlan backend) {
        return backend == null ? 0 : BackendTranslation.remoteMembers(backend).size();
    }

    private void replaceEastWest(@Nullable EastWestPlan next, Draft draft) {
        SocketAddress bind = bind(next);
        if (!Objects.equals(bind, bind(plan.eastWest()))) {
            draft.set(
                    ResourceType.LISTENER,
                    Names.EAST_WEST,
                    bind == null ? null : EastWestListenerTranslation.translate(bind));
        }
        PersistentMap<BackendId, EastWestPlan.Export> exports = exports(next);
        MemberId member = plan.member();
        exports(plan.eastWest()).forEachDifference(exports, id -> {
            EastWestPlan.Export export = exports.get(id);
            String name = Names.localCluster(id);
            draft.set(ResourceType.CLUSTER, name, export == null ? null : LocalClusterTranslation.cluster(export));
            draft.set(
                    ResourceType.ENDPOINTS,
                    name,
                    export == null ? null : LocalClusterTranslation.assignment(member, export));
        });
    }

    private static @Nullable SocketAddress bind(@Nullable EastWestPlan plan) {
        return plan == null ? null : plan.bind();
    }

    private static PersistentMap<BackendId, EastWestPlan.Export> exports(@Nullable EastWestPlan plan) {
        return plan == null ? NO_EXPORTS : plan.exports();
    }
}
