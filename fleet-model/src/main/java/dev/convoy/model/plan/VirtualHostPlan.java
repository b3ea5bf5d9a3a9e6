package dev.convoy.model.plan;

import java.util.List;

/**
 * The routes of one hostname.
 *
 * @param hostname exact, {@code *.}-wildcard, or {@code *} for every other host
 * @param routes the first whose match holds decides: the planner has already put them in the Gateway API's order of precedence
 */
public record VirtualHostPlan(String hostname, List<RoutePlan> routes) {
    public VirtualHostPlan {
        routes = List.copyOf(routes);
    }
}
