package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

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
        var names = new LinkedHashSet<>(subscription.names());
        if (subscription.isWildcard()) {
            names.addAll(target.snapshot().of(channel.type()).keys());
            names.addAll(claims.keySet());
            if (claims.isEmpty()) {
                channel.oweAnswer();
            }
        }
        channel.due().clear();
        for (String name : names) {
            String claimed = claims.get(name);
            if (claimed == null) {
                channel.lacks(name, new Holding.Nothing(), subscription.isNamed(name));
                continue;
            }
            Resource known = target.byVersion(channel.type(), name, claimed);
            if (known == null) {
                channel.lacks(name, new Holding.Foreign(true), false);
            } else if (known != target.snapshot().get(channel.type(), name)) {
                channel.lacks(name, new Holding.Has(known), false);
            }
        }
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
