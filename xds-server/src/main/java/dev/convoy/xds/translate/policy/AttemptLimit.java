package dev.convoy.xds.translate.policy;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutation;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute;
import io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.Mutations;
import java.time.Duration;

/**
 * A limit on one attempt, which allows one more attempt, not three: a handler that is merely slow would else run four times for a client
 * that never hears of it. Said by headers that end in Envoy's router, since a cluster's retry policy prevails over the route's.
 */
public final class AttemptLimit {
    /** The filter of the connection manager that reads what this writes on a route. */
    public static final String FILTER = "envoy.filters.http.header_mutation";

    private AttemptLimit() {}

    static Effects effects(Duration limit) {
        var mutations = Mutations.newBuilder()
                .addRequestMutations(overwrite("x-envoy-upstream-rq-per-try-timeout-ms", limit.toMillis()))
                .addRequestMutations(overwrite("x-envoy-max-retries", 1));
        Any config = Any.pack(
                HeaderMutationPerRoute.newBuilder().setMutations(mutations).build());
        return Effects.onRoute(route -> route.putTypedPerFilterConfig(FILTER, config));
    }

    private static HeaderMutation overwrite(String header, long value) {
        return HeaderMutation.newBuilder()
                .setAppend(HeaderValueOption.newBuilder()
                        .setHeader(HeaderValue.newBuilder().setKey(header).setValue(Long.toString(value)))
                        .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD))
                .build();
    }
}
