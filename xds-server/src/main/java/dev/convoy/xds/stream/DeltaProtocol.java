package dev.convoy.xds.stream;

import dev.convoy.model.PersistentMap;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Only differences travel, each name with its own version; what is gone is said to be gone. */
final class DeltaProtocol implements Protocol {
    private final Bundles bundles;

    DeltaProtocol(Bundles bundles) {
        this.bundles = bundles;
    }

    @Override
    public String name() {
        return "delta";
    }

    @Override
    public void subscribe(Channel channel, Request request, boolean first, boolean answers, Target target) {
        Request.Delta delta = (Request.Delta) request;
        boolean legacyWildcard = first && delta.subscribe().isEmpty() && Wildcards.areUsual(channel.type());
        if (legacyWildcard || delta.subscribe().hasWildcard()) {
            Wildcards.begin(channel, target);
        }
        subscribe(channel, delta.subscribe(), target);
        if (!delta.unsubscribe().isEmpty()) {
            unsubscribe(channel, delta.unsubscribe(), target);
        }
    }

    private void subscribe(Channel channel, Names names, Target target) {
        Snapshot snapshot = target.snapshot();
        ResourceType type = channel.type();
        if (names.isEmpty()
                || (channel.opening() != null
                        && names.print().equals(snapshot.names(type))
                        && channel.subscription().nameAll(snapshot.of(type)))) {
            return;
        }
        if (mayBundle(type, target)) {
            Selection selection = bundles.of(type, names, snapshot);
            if (selection != null && channel.subscribe(selection)) {
                return;
            }
        }
        for (String name : names.list()) {
            if (!name.equals(Subscription.WILDCARD)) {
                channel.subscribe(name, snapshot);
            }
        }
    }

    private static void unsubscribe(Channel channel, Names names, Target target) {
        channel.unbundle();
        for (String name : names.list()) {
            if (name.equals(Subscription.WILDCARD)) {
                Wildcards.end(channel);
            } else if (channel.subscription().remove(name)) {
                channel.owe(Set.of(name), target.snapshot());
                channel.dropUnwanted(name);
            }
        }
        channel.disclaimUnwanted();
    }

    /** Nothing of a response has to be looked at on the way to a client that has nothing. */
    private static boolean mayBundle(ResourceType type, Target target) {
        return Sequence.isFree(type) && target.barsNothing();
    }

    @Override
    public void settle(Channel channel, Request opening, Target target) {
        Claims claims = ((Request.Delta) opening).claims();
        Subscription subscription = channel.subscription();
        channel.backlog().clear();
        if (claims.isEmpty() && subscription.isWildcard()) {
            channel.oweAnswer();
        }
        if (!(claims.isEmpty() && mayBundle(channel.type(), target) && bundle(channel, target.snapshot()))) {
            settle(channel, claims, target);
        }
    }

    /** Where the client wants just what others come for, too; returns whether it does. */
    private boolean bundle(Channel channel, Snapshot snapshot) {
        Subscription subscription = channel.subscription();
        boolean everything =
                subscription.isWildcard() ? subscription.size() == 0 : subscription.isJust(snapshot.of(channel.type()));
        List<Selection> wanted = everything
                ? List.of(bundles.all(channel.type(), snapshot))
                : subscription.isWildcard() ? List.of() : subscription.selected();
        wanted.forEach(channel.backlog()::add);
        return !wanted.isEmpty();
    }

    private static void settle(Channel channel, Claims claims, Target target) {
        Subscription subscription = channel.subscription();
        PersistentMap<String, Resource> published = target.snapshot().of(channel.type());
        boolean wantsAll = subscription.wantsAll(published);
        boolean hasAll = wantsAll && claims.print().equals(target.snapshot().claims(channel.type()));
        Map<String, String> claimed = hasAll ? Map.of() : claims.versions();
        int[] claimedOfPublished = {0};
        if (!hasAll) {
            // One walk, in which nothing is looked up in a tree.
            published.forEach((name, resource) -> {
                String version = claimed.get(name);
                claimedOfPublished[0] += version == null ? 0 : 1;
                if (!resource.version().equals(version) && (wantsAll || subscription.isNamed(name))) {
                    settle(channel, name, version, target);
                }
            });
        }
        for (String name : subscription.namesBeside(published)) {
            settle(channel, name, claimed.get(name), target);
        }
        if (subscription.isWildcard() && claimed.size() > claimedOfPublished[0]) {
            claimed.forEach((name, version) -> {
                if (!published.containsKey(name)) {
                    settle(channel, name, version, target);
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
    public boolean tellsApart() {
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
