package dev.convoy.control.pipeline;

import dev.convoy.control.status.GatewayDelivery;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.xds.delivery.Deliveries;
import dev.convoy.xds.delivery.Refusal;
import dev.convoy.xds.delivery.Standing;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.Snapshots;
import dev.convoy.xds.translate.Memory;
import dev.convoy.xds.translate.Translator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Translates plans and publishes them, a member at a time. A member whose plan cannot be translated or published keeps what it had and
 * says why; the others go on.
 */
final class Publication implements GatewayDelivery.View {
    private static final Logger LOG = Logger.getLogger(Publication.class);

    private final Snapshots snapshots;
    private final Deliveries deliveries;
    private final Map<MemberId, MemberPlan> published = new HashMap<>();
    private final Map<MemberId, Memory> memories = new HashMap<>();
    private final Map<MemberId, String> failures = new ConcurrentHashMap<>();
    private final Map<MemberId, Map<ObjectId, Set<ResourceKey>>> resources = new ConcurrentHashMap<>();

    Publication(Snapshots snapshots, Deliveries deliveries) {
        this.snapshots = snapshots;
        this.deliveries = deliveries;
    }

    void publish(FleetPlan plan) {
        plan.members().forEach((member, memberPlan) -> {
            if (memberPlan.equals(published.get(member))) {
                failures.remove(member); // what failed meanwhile was taken back
            } else {
                publish(member, memberPlan);
            }
        });
        memories.keySet().retainAll(plan.members().keySet());
        published.keySet().removeIf(member -> {
            boolean left = !plan.members().containsKey(member);
            if (left) {
                snapshots.forget(group(member));
                deliveries.forget(group(member));
                failures.remove(member);
                resources.remove(member);
            }
            return left;
        });
    }

    private void publish(MemberId member, MemberPlan plan) {
        try {
            Map<ObjectId, Set<ResourceKey>> keys = resourcesOf(plan, published.get(member));
            Memory memory = memories.computeIfAbsent(member, _ -> new Memory());
            snapshots.publish(group(member), Translator.translate(plan, memory));
            published.put(member, plan);
            resources.put(member, keys);
            failures.remove(member);
        } catch (RuntimeException ours) {
            LOG.errorf(ours, "The plan of member %s could not be published; its Envoys keep the last one", member);
            failures.put(member, Objects.requireNonNullElse(ours.getMessage(), ours.toString()));
        }
    }

    private Map<ObjectId, Set<ResourceKey>> resourcesOf(MemberPlan plan, @Nullable MemberPlan before) {
        Map<ObjectId, Set<ResourceKey>> known = resources.getOrDefault(plan.member(), Map.of());
        var keys = new HashMap<ObjectId, Set<ResourceKey>>();
        for (GatewayPlan gateway : plan.gateways()) {
            Set<ResourceKey> same =
                    before != null && before.gateways().contains(gateway) ? known.get(gateway.gateway()) : null;
            keys.put(gateway.gateway(), same != null ? same : Translator.resourcesOf(gateway));
        }
        return keys;
    }

    @Override
    public GatewayDelivery of(MemberId member, ObjectId gateway) {
        String failure = failures.get(member);
        if (failure != null) {
            return new GatewayDelivery.Unpublished(failure);
        }
        Set<ResourceKey> keys = resources.getOrDefault(member, Map.of()).getOrDefault(gateway, Set.of());
        return switch (deliveries.standing(group(member), keys::contains)) {
            case Standing.NoneConnected _ -> new GatewayDelivery.NoneConnected();
            case Standing.Waiting(int acknowledged, int connected) ->
                new GatewayDelivery.Waiting(acknowledged, connected);
            case Standing.Acknowledged(int connected) -> new GatewayDelivery.Acknowledged(connected);
            case Standing.Refused refused -> {
                Refusal first = refused.refusals().getFirst();
                yield new GatewayDelivery.Refused(first.key().toString(), first.words());
            }
        };
    }

    @Override
    public int connected(MemberId member) {
        return deliveries.connected(group(member));
    }

    private static EnvoyGroup group(MemberId member) {
        return new EnvoyGroup(member, EnvoyGroup.DEFAULT_POOL);
    }
}
