package dev.convoy.xds.translate;

import com.google.protobuf.Duration;
import dev.convoy.model.plan.RoutePlan;
import dev.convoy.model.plan.RoutePlan.Action;
import dev.convoy.model.plan.RoutePlan.WeightedBackend;
import dev.convoy.xds.translate.policy.Effects;
import dev.convoy.xds.translate.policy.Entrance;
import dev.convoy.xds.translate.policy.Policies;
import dev.convoy.xds.translate.policy.Setting;
import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.ClusterNotFoundResponseCode;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight;

/** One planned route. When its requests are tried again is said by the clusters that it names, so that it is small. */
final class RouteTranslation {
    /** A header that no request has, so that it names no cluster and Envoy answers 500, which it does not retry. */
    static final String NOWHERE = "x-ew-nowhere";

    private RouteTranslation() {}

    static Route translate(RoutePlan plan, Entrance entrance) {
        Setting setting = new Setting(plan.match().path(), entrance, Names::cluster);
        Effects effects = Policies.effects(plan.policies(), setting);
        RouteMatch match = MatchTranslation.translate(plan.match());
        return switch (plan.action()) {
            case Action.Redirect _ -> redirecting(plan, match, effects);
            case Action.Answer(int status) -> answering(plan, match, effects, status);
            case Action.Forward forward -> forwarding(plan, match, effects, share(forward, setting));
        };
    }

    private static Route redirecting(RoutePlan plan, RouteMatch match, Effects effects) {
        Route.Builder route = Route.newBuilder().setName(plan.name()).setMatch(match);
        effects.onRoute().accept(route);
        if (!route.hasRedirect()) {
            throw new IllegalStateException("planned a redirect without saying where to: " + plan);
        }
        return route.build();
    }

    private static Route answering(RoutePlan plan, RouteMatch match, Effects effects, int status) {
        Route.Builder route = Route.newBuilder().setName(plan.name()).setMatch(match);
        effects.onRoute().accept(route);
        return route.setDirectResponse(DirectResponseAction.newBuilder().setStatus(status))
                .build();
    }

    private static Route forwarding(RoutePlan plan, RouteMatch match, Effects effects, RouteAction.Builder action) {
        // None: the idle timeout guards, and streams may last.
        action.setTimeout(Duration.getDefaultInstance());
        effects.onForward().accept(action);
        Route.Builder route =
                Route.newBuilder().setName(plan.name()).setMatch(match).setRoute(action);
        effects.onRoute().accept(route);
        return route.build();
    }

    private static RouteAction.Builder share(Action.Forward forward, Setting setting) {
        WeightedBackend first = forward.backends().getFirst();
        if (forward.backends().size() == 1 && first.policies().isEmpty() && forward.failingWeight() == 0) {
            return RouteAction.newBuilder().setCluster(Names.cluster(first.backend()));
        }
        WeightedCluster.Builder shares = WeightedCluster.newBuilder();
        for (WeightedBackend backend : forward.backends()) {
            ClusterWeight.Builder share = ClusterWeight.newBuilder()
                    .setName(Names.cluster(backend.backend()))
                    .setWeight(Proto.uint(backend.weight()));
            Policies.effects(backend.policies(), setting).onShare().accept(share);
            shares.addClusters(share);
        }
        if (forward.failingWeight() > 0) {
            shares.addClusters(ClusterWeight.newBuilder()
                    .setClusterHeader(NOWHERE)
                    .setWeight(Proto.uint(forward.failingWeight())));
        }
        return RouteAction.newBuilder()
                .setWeightedClusters(shares)
                .setClusterNotFoundResponseCode(ClusterNotFoundResponseCode.INTERNAL_SERVER_ERROR);
    }
}
