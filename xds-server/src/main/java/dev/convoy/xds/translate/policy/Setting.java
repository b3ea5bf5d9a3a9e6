package dev.convoy.xds.translate.policy;

import dev.convoy.model.BackendRef;
import dev.convoy.model.HttpRoute;
import java.util.function.Function;

/**
 * What a policy must know of the route that it stands on.
 *
 * @param path the route's own condition, for edits of the matched prefix
 * @param cluster names the Envoy cluster of a backend
 */
public record Setting(HttpRoute.PathMatch path, Entrance entrance, Function<BackendRef, String> cluster) {}
