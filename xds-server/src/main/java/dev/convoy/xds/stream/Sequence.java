package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Make before break: what must be with a client before a resource may follow, and what it must have let go before one may be
 * removed. An Envoy acknowledges a cluster only when it is warm, so an acknowledged cluster is one that can be routed to.
 */
final class Sequence {
    private final Map<ResourceType, Channel> channels;
    private final Set<ResourceType> served;
    private final Target target;

    /** @param served the types that the stream is about; nothing is known, and nothing promised, about the others */
    Sequence(Map<ResourceType, Channel> channels, Set<ResourceType> served, Target target) {
        this.channels = channels;
        this.served = served;
        this.target = target;
    }

    /** A resource of this type may go to a client that has nothing in its place, whatever else it has. */
    static boolean isFree(ResourceType type) {
        return switch (type) {
            case SECRET, CLUSTER, ENDPOINTS, SCOPES -> true;
            case LISTENER, ROUTES -> false;
        };
    }

    /** @param held what the client has in its place */
    boolean mayAdd(Resource resource, Holding held) {
        return switch (resource.type()) {
            case SECRET, CLUSTER, ENDPOINTS -> true;
            case LISTENER -> isComplete(channel(ResourceType.CLUSTER)) && clustersAreThere(resource);
            case SCOPES -> isUnknown(held) || leadsTo(held, resource) || routesAreHeld(resource);
            case ROUTES -> clustersAreThere(resource);
        };
    }

    /** The resource needs a cluster that the client will not get as long as its published version is the one that was refused. */
    boolean isHopeless(Resource resource) {
        return resource.references().clusters().stream().anyMatch(this::isWithheld);
    }

    /** Which names of the type may go now. What holds them back is gathered once, however many are asked for. */
    Predicate<String> removable(ResourceType type) {
        return switch (type) {
            case LISTENER -> {
                boolean complete = isComplete(channel(ResourceType.CLUSTER));
                yield name -> complete;
            }
            case SCOPES -> scopesAreInPlace() ? notNeededBy(type, ResourceType.LISTENER) : name -> false;
            case ROUTES -> notNeededBy(type, ResourceType.LISTENER, ResourceType.SCOPES);
            case CLUSTER ->
                usersAreKnown() ? notNeededBy(type, ResourceType.LISTENER, ResourceType.ROUTES) : name -> false;
            case ENDPOINTS -> notNeededBy(type, ResourceType.CLUSTER);
            case SECRET -> name -> true; // Envoy heeds no removal of them
        };
    }

    /**
     * The client has no such scope, so that no request can miss it; and it must have one before it asks for the routes. What it only
     * may have from before a stream of the state of the world cannot be stated, and so cannot be kept either.
     */
    private static boolean isUnknown(Holding scope) {
        return scope.isUnused() || (scope instanceof Holding.Foreign foreign && !foreign.sure());
    }

    private static boolean leadsTo(Holding held, Resource scope) {
        return held.needs(ResourceType.ROUTES)
                .equals(Optional.of(scope.references().routes()));
    }

    /** A scope that is switched finds its routes loaded, and so does the scope that is there to hold them. */
    private boolean routesAreHeld(Resource scope) {
        return scope.references().routes().stream().allMatch(routes -> routes.equals(scope.name()) || isHeld(routes));
    }

    /**
     * The client has the routes, and a scope of the same name that keeps it from forgetting them. Where none is published, nobody
     * asks for the client to be so careful.
     */
    private boolean isHeld(String routes) {
        if (!served.contains(ResourceType.ROUTES)) {
            return true;
        }
        Resource holder = target.snapshot().get(ResourceType.SCOPES, routes);
        if (holder == null || !holder.references().routes().contains(routes)) {
            return target.snapshot().get(ResourceType.ROUTES, routes) != null;
        }
        Channel scopes = channel(ResourceType.SCOPES);
        Channel known = channel(ResourceType.ROUTES);
        return !scopes.onTheWay().holds(routes)
                && scopes.holding(routes, target.snapshot()) instanceof Holding.Has(Resource held)
                && held.references().routes().contains(routes)
                && known.subscription().wants(routes)
                && known.holding(routes, target.snapshot()) instanceof Holding.Has;
    }

    /** Whatever is to come into the place of a scope, or of a listener's scopes, is there and works. */
    private boolean scopesAreInPlace() {
        Channel scopes = channel(ResourceType.SCOPES);
        return (isKnown(ResourceType.LISTENER) || !scopes.resumed())
                && isSettled(scopes)
                && isComplete(channel(ResourceType.ROUTES));
    }

    /** The client has the clusters that the resource sends to. A client that never asked for a cluster has its own reasons. */
    private boolean clustersAreThere(Resource resource) {
        Channel clusters = channel(ResourceType.CLUSTER);
        Resource published = target.snapshot().get(resource.key());
        if (clusters.isUpToDate() && published != null && published.sameAs(resource)) {
            return true; // what is published sends only to what is published
        }
        return resource.references().clusters().stream()
                .noneMatch(cluster ->
                        clusters.subscription().wants(cluster) && !clusters.isThere(cluster, target.snapshot()));
    }

    /** A client that comes back says one type after the other what it has: until it has said which routes, it may use any cluster. */
    private boolean usersAreKnown() {
        if (!channel(ResourceType.CLUSTER).resumed()) {
            return true;
        }
        if (!isKnown(ResourceType.LISTENER)) {
            return false;
        }
        boolean scoped = anyNeeds(ResourceType.SCOPES, ResourceType.LISTENER);
        boolean routed = anyNeeds(ResourceType.ROUTES, ResourceType.LISTENER)
                || (scoped && anyNeeds(ResourceType.ROUTES, ResourceType.SCOPES));
        return (!scoped || isKnown(ResourceType.SCOPES)) && (!routed || isKnown(ResourceType.ROUTES));
    }

    /** The client has said what it has of this type, or says it elsewhere. */
    private boolean isKnown(ResourceType type) {
        return !served.contains(type) || channel(type).asked();
    }

    private boolean anyNeeds(ResourceType type, ResourceType user) {
        return everything(channel(user)).anyMatch(held -> !held.needs(type).equals(Optional.of(Set.<String>of())));
    }

    /** Of what the client may still be using. What is not known may need anything. */
    private Predicate<String> notNeededBy(ResourceType type, ResourceType... users) {
        var needed = new HashSet<String>();
        for (ResourceType user : users) {
            for (Holding holding : channel(user).lingering().toList()) {
                Optional<Set<String>> needs = holding.needs(type);
                if (needs.isEmpty()) {
                    return name -> false;
                }
                needed.addAll(needs.get());
            }
        }
        return name -> !needed.contains(name);
    }

    private boolean isWithheld(String cluster) {
        Channel clusters = channel(ResourceType.CLUSTER);
        Resource published = target.snapshot().get(ResourceType.CLUSTER, cluster);
        return published != null
                && clusters.subscription().wants(cluster)
                && !clusters.isThere(cluster, target.snapshot())
                && target.of(published, new Holding.Nothing()) == null;
    }

    /** All of the type that the client may be using. */
    private Stream<Holding> everything(Channel channel) {
        Stream<Holding> asPublished = channel.published(target.snapshot())
                .filter(resource -> channel.isAcknowledged(resource.name(), target.snapshot()))
                .map(Holding.Has::new);
        return Stream.concat(channel.lingering(), asPublished);
    }

    /** No resource that the client is to have and can have is missing, be it on its way. */
    private boolean isComplete(Channel channel) {
        return !channel.backlog().hasBundles()
                && channel.onTheWay()
                        .shipments()
                        .allMatch(shipment ->
                                shipment.sent() == null || shipment.before().isSomething())
                && channel.due().entrySet().stream()
                        .allMatch(lacking ->
                                lacking.getValue().holding().isSomething() || wanted(channel, lacking) == null);
    }

    /** Nothing is to be added or replaced, and nothing of that is on its way. */
    private boolean isSettled(Channel channel) {
        return !channel.backlog().hasBundles()
                && channel.onTheWay()
                        .shipments()
                        .allMatch(shipment ->
                                shipment.sent() == null || shipment.before().has(shipment.sent()))
                && channel.due().entrySet().stream().allMatch(lacking -> {
                    Resource wanted = wanted(channel, lacking);
                    return wanted == null || lacking.getValue().holding().has(wanted);
                });
    }

    private @Nullable Resource wanted(Channel channel, Map.Entry<String, Due> lacking) {
        Resource published = target.snapshot().get(channel.type(), lacking.getKey());
        return published == null
                ? null
                : target.of(published, lacking.getValue().holding());
    }

    private Channel channel(ResourceType type) {
        return Objects.requireNonNull(channels.get(type));
    }
}
