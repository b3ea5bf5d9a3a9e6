package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Make before break: what must be with a client before a resource may follow, and what it must have let go before one may be
 * removed. An Envoy acknowledges a cluster only when it is warm, so an acknowledged cluster is one that can be routed to.
 */
final class Sequence {
    private final Map<ResourceType, Channel> channels;
    private final Target target;

    Sequence(Map<ResourceType, Channel> channels, Target target) {
        this.channels = channels;
        this.target = target;
    }

    boolean mayAdd(Resource resource) {
        return switch (resource.type()) {
            case SECRET, CLUSTER, ENDPOINTS, SCOPES -> true;
            case LISTENER -> clustersAreThere() && clustersAreThere(resource);
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
            case LISTENER -> name -> clustersAreThere();
            case SCOPES -> name -> true;
            case ROUTES -> notNeededBy(type, ResourceType.LISTENER, ResourceType.SCOPES);
            case CLUSTER ->
                usersAreKnown() ? notNeededBy(type, ResourceType.LISTENER, ResourceType.ROUTES) : name -> false;
            case ENDPOINTS -> notNeededBy(type, ResourceType.CLUSTER);
            case SECRET -> notNeededBy(type, ResourceType.CLUSTER, ResourceType.LISTENER);
        };
    }

    /** No cluster that can be had is still missing. */
    private boolean clustersAreThere() {
        Channel clusters = channel(ResourceType.CLUSTER);
        boolean arriving = clusters.travelling().stream()
                .anyMatch(shipment ->
                        shipment.sent() != null && !shipment.before().isSomething());
        return !arriving
                && clusters.due().entrySet().stream()
                        .noneMatch(entry ->
                                isMissing(entry.getKey(), entry.getValue().holding()));
    }

    private boolean isMissing(String cluster, Holding holding) {
        Resource published = target.snapshot().get(ResourceType.CLUSTER, cluster);
        return !holding.isSomething() && published != null && target.of(published, holding) != null;
    }

    /** The client has the clusters that the resource sends to. A client that never asked for a cluster has its own reasons. */
    private boolean clustersAreThere(Resource resource) {
        Channel clusters = channel(ResourceType.CLUSTER);
        return resource.references().clusters().stream()
                .noneMatch(cluster ->
                        clusters.subscription().wants(cluster) && !clusters.isThere(cluster, target.snapshot()));
    }

    /** A client that comes back says one type after the other what it has: until it has said which routes, it may use any cluster. */
    private boolean usersAreKnown() {
        Request opening = channel(ResourceType.CLUSTER).opening();
        if (opening == null || !opening.resumes()) {
            return true;
        }
        Channel listeners = channel(ResourceType.LISTENER);
        return listeners.asked()
                && (channel(ResourceType.ROUTES).asked()
                        || listeners.everything(target.snapshot()).noneMatch(Sequence::mayNeedRoutes));
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

    private static boolean mayNeedRoutes(Holding listener) {
        return !listener.needs(ResourceType.ROUTES).equals(Optional.of(Set.<String>of()));
    }

    private Channel channel(ResourceType type) {
        return Objects.requireNonNull(channels.get(type));
    }
}
