package dev.convoy.xds.stream;

import dev.convoy.model.PersistentMap;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Only differences travel, each name with its own version; what is gone is said to be gone. */
final class DeltaProtocol implements Protocol {
    @Override
    public String name() {
        return "delta";
    }

    @Override
    public void subscribe(Channel channel, Request request, boolean first, boolean answers, Target target) {
        Request.Delta delta = (Request.Delta) request;
        Subscription subscription = channel.subscription();
        boolean legacyWildcard = first && delta.subscribe().isEmpty() && Wildcards.areUsual(channel.type());
        if (legacyWildcard || delta.subscribe().contains(Subscription.WILDCARD)) {
            Wildcards.begin(channel, target);
        }
        for (String name : delta.subscribe()) {
            if (!name.equals(Subscription.WILDCARD)) {
                channel.subscribe(name, target.snapshot());
            }
        }
        for (String name : delta.unsubscribe()) {
            if (name.equals(Subscription.WILDCARD)) {
                Wildcards.end(channel);
            } else if (subscription.remove(name)) {
                channel.owe(name, target.snapshot());
                channel.dropUnwanted(name);
            }
        }
        if (!delta.unsubscribe().isEmpty()) {
            channel.disclaimUnwanted();
        }
    }

    @Override
    public void settle(Channel channel, Request opening, Target target) {
        Map<String, String> claims = ((Request.Delta) opening).claims();
        Subscription subscription = channel.subscription();
        PersistentMap<String, Resource> published = target.snapshot().of(channel.type());
        channel.due().clear();
        if (subscription.isWildcard() && claims.isEmpty()) {
            channel.oweAnswer();
        }
        // Most who come back have all as it is published: one walk, in which nothing is looked up in a tree.
        boolean wantsAll = subscription.wantsAll(published);
        int[] claimedOfPublished = {0};
        published.forEach((name, resource) -> {
            String claimed = claims.get(name);
            claimedOfPublished[0] += claimed == null ? 0 : 1;
            if (!resource.version().equals(claimed) && (wantsAll || subscription.isNamed(name))) {
                settle(channel, name, claimed, target);
            }
        });
        for (String name : subscription.namesBeside(published)) {
            settle(channel, name, claims.get(name), target);
        }
        if (subscription.isWildcard() && claims.size() > claimedOfPublished[0]) {
            claims.forEach((name, claimed) -> {
                if (!published.containsKey(name)) {
                    settle(channel, name, claimed, target);
                }
            });
        }
    }

    /** Of a name of which the client has nothing, or not what is published. */
    private static void settle(Channel channel, String name, @Nullable String claimed, Target target) {
        if (claimed == null) {
            channel.lacks(name, new Holding.Nothing(), channel.subscription().isNamed(name));
            return;
        }
        Resource known = target.byVersion(channel.type(), name, claimed);
        channel.lacks(name, known == null ? new Holding.Foreign(true) : new Holding.Has(known), false);
    }

    @Override
    public boolean mayPipeline() {
        return true;
    }

    @Override
    public boolean isWhole(ResourceType type) {
        return false;
    }

    @Override
    public boolean canRemove(ResourceType type) {
        return true;
    }

    @Override
    public Response compose(Channel channel, String nonce, List<Shipment> shipments, Target target) {
        var resources = new ArrayList<Resource>();
        var removed = new ArrayList<String>();
        for (Shipment shipment : shipments) {
            if (shipment.sent() == null) {
                removed.add(shipment.name());
            } else {
                resources.add(shipment.sent());
            }
        }
        return new Response(channel.type(), nonce, "", resources, removed);
    }

    @Override
    public Outbound encode(Response response) {
        return Wire.delta(response);
    }
}
