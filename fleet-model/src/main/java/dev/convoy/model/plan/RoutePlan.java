package dev.convoy.model.plan;

import dev.convoy.model.HttpRoute;
import dev.convoy.model.Policy;
import java.util.List;

/**
 * One match of one rule and what becomes of its requests.
 *
 * @param name {@code httproute/<namespace>/<name>/rule/<i>/match/<j>}, which access logs and explanations show; unique in its host
 * @param policies those that the planner found sound, in the user's order; a Mirror names a known backend
 */
public record RoutePlan(String name, HttpRoute.Match match, List<Policy> policies, Action action) {
    public RoutePlan {
        policies = List.copyOf(policies);
    }

    /** What becomes of a request. */
    public sealed interface Action {
        /**
         * Sent on, each backend getting its share.
         *
         * @param backends each with a weight above 0
         * @param failingWeight the share of backends that cannot be resolved, answered with 500 as the Gateway API demands
         */
        record Forward(List<WeightedBackend> backends, int failingWeight) implements Action {
            public Forward {
                backends = List.copyOf(backends);
                if (backends.isEmpty()) {
                    throw new IllegalArgumentException("nothing to forward to; answer instead");
                }
            }
        }

        /** Answered by the policy {@link Policy.Redirect} that the route holds. */
        record Redirect() implements Action {}

        /** Answered with a status and no body: no usable backend at all. */
        record Answer(int statusCode) implements Action {}
    }

    /** A backend, its share, and the header policies for this share only. */
    public record WeightedBackend(BackendId backend, int weight, List<Policy> policies) {
        public WeightedBackend {
            policies = List.copyOf(policies);
            if (weight < 1) {
                throw new IllegalArgumentException("weight " + weight + " of " + backend);
            }
        }
    }
}
