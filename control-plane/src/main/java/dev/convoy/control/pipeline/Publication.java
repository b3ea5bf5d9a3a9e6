package dev.convoy.control.pipeline;

import dev.convoy.control.status.GatewayDelivery;
import dev.convoy.model.MemberId;
import dev.convoy.model.ObjectId;
import dev.convoy.model.plan.FleetPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.xds.delivery.Deliveries;
import dev.convoy.xds.delivery.Refusal;
import dev.convoy.xds.delivery.Standing;
import dev.convoy.xds.snapshot.EnvoyGroup;
import dev.convoy.xds.snapshot.Snapshots;
import dev.convoy.xds.translate.TranslatedMember;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Translates plans and publishes them, a member at a time. A member whose plan cannot be translated or published keeps what it had and
 * says why; the others go on.
 */
final class Publication implements GatewayDelivery.View {
    private static final Logger LOG = Logger.getLogger(Publication.class);

    private final Snapshots snapshots;
    private final Deliveries deliveries;
    private final Map<MemberId, TranslatedMember> published = new ConcurrentHashMap<>();
    private final Map<MemberId, String> failures = new ConcurrentHashMap<>();

    Publication(Snapshots snapshots, Deliveries deliveries) {
        this.snapshots = snapshots;
        this.deliveries = deliveries;
    }

    void publish(FleetPlan plan) {
        // A newcomer is told all that there is, which takes its time; who serves already does not wait for that.
        var newcomers = new TreeMap<MemberId, MemberPlan>();
        plan.members().forEach((member, its) -> {
            if (published.containsKey(member)) {
                publish(member, its);
            } else {
                newcomers.put(member, its);
            }
        });
        newcomers.forEach(this::publish);
        published.keySet().removeIf(member -> {
            boolean left = !plan.members().containsKey(member);
            if (left) {
                snapshots.forget(group(member));
                deliveries.forget(group(member));
                failures.remove(member);
            }
            return left;
        });
    }

    private void publish(MemberId member, MemberPlan plan) {
        TranslatedMember before = published.get(member);
        try {
            if (before == null || !before.plan().equals(plan)) {
                TranslatedMember next =
                        before == null ? TranslatedMember.of(plan, published.values()) : before.next(plan);
                snapshots.publish(group(member), next.resources());
                published.put(member, next);
            }
            failures.remove(member);
        } catch (RuntimeException ours) {
            LOG.errorf(ours, "The plan of member %s could not be published; its Envoys keep the last one", member);
            failures.put(member, Objects.requireNonNullElse(ours.getMessage(), ours.toString()));
        }
    }

    @Override
    public GatewayDelivery of(MemberId member, ObjectId gateway) {
        String failure = failures.get(member);
        if (failure != null) {
            return new GatewayDelivery.Unpublished(failure);
        }
        TranslatedMember translated = published.get(member);
        return switch (deliveries.standing(group(member), key -> translated != null && translated.isOf(gateway, key))) {
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
