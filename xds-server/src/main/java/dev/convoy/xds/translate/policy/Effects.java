package dev.convoy.xds.translate.policy;

import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight;
import java.util.function.Consumer;

/**
 * What a policy changes; it mentions only that.
 *
 * @param onRoute of every kind, also one that answers by itself
 * @param onForward of a route that sends requests on
 * @param onShare of one weighted backend, where the policy stands on that backend alone
 */
public record Effects(
        Consumer<Route.Builder> onRoute,
        Consumer<RouteAction.Builder> onForward,
        Consumer<ClusterWeight.Builder> onShare) {
    static final Effects NONE = new Effects(_ -> {}, _ -> {}, _ -> {});

    static Effects onRoute(Consumer<Route.Builder> change) {
        return new Effects(change, NONE.onForward, NONE.onShare);
    }

    static Effects onForward(Consumer<RouteAction.Builder> change) {
        return new Effects(NONE.onRoute, change, NONE.onShare);
    }

    static Effects onShare(Consumer<ClusterWeight.Builder> change) {
        return new Effects(NONE.onRoute, NONE.onForward, change);
    }

    Effects and(Effects later) {
        return new Effects(
                onRoute.andThen(later.onRoute), onForward.andThen(later.onForward), onShare.andThen(later.onShare));
    }
}
