package dev.convoy.model;

import java.util.List;

/**
 * Where a rule sends requests, its namespace filled in.
 *
 * @param port 0 where the user gave none
 * @param weight the share among the rule's backends; 0 keeps the backend known but unused
 * @param policies filters that hold for this backend's requests only
 */
public record BackendRef(Reference target, int port, int weight, List<Policy> policies) {
    public BackendRef {
        if (weight < 0 || weight > 1_000_000) {
            throw new IllegalArgumentException(
                    "weight " + weight + " of " + target.qualifiedName() + " is not in 0..1000000");
        }
        policies = List.copyOf(policies);
    }
}
