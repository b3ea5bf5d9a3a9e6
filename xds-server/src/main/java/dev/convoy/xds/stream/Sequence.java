package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
            case SECRET, CLUSTER, ENDPOINTS -> true;
            case LISTENER -> clustersAreThere() && clustersAreThere(resource);
            case ROUTES -> clustersAreThere(resource);
        };
    }

    boolean mayRemove(ResourceType type, String name) {
        return switch (type) {
            case LISTENER -> clustersAreThere();
            case ROUTES -> isFree(type, name, List.of(ResourceType.LISTENER));
            case CLUSTER -> usersAreKnown() && isFree(type, name, List.of(ResourceType.LISTENER, ResourceType.ROUTES));
            case ENDPOINTS -> isFree(type, name, List.of(ResourceType.CLUSTER));
            case SECRET ->
                channel(ResourceType.CLUSTER).lingering().findAny().isEmpty()
                        && channel(ResourceType.LISTENER).lingering().findAny().isEmpty();
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
                        || listeners.everything(target.snapshot()).noneMatch(Holding::mayNeedRoutes));
    }

    /** Nothing old that the client may still be using needs the name. What is not known may need anything. */
    private boolean isFree(ResourceType type, String name, List<ResourceType> users) {
        return users.stream()
                .flatMap(user -> channel(user).lingering())
                .noneMatch(holding -> holding.mayNeed(type, name));
    }

    private Channel channel(ResourceType type) {
        return Objects.requireNonNull(channels.get(type));
    }
}
