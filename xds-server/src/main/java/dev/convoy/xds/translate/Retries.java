package dev.convoy.xds.translate;

import com.google.protobuf.Any;
import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryBackOff;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryHostPredicate;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryPriority;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig;
import java.util.List;

/**
 * When a request is tried again. Whatever surely reached no Pod, for every method: the clusters say so. What may have reached one, only
 * where running twice does no harm: a filter adds that to the requests of those methods. A retry may leave the dead member's priority
 * before health checks have noticed. Envoy knows extensions by their types, so their names are free, and short.
 */
final class Retries {
    /** Idempotent by HTTP's own definition. */
    static final List<String> IDEMPOTENT = List.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    /** Adds conditions to the cluster's, ends in Envoy's router, and is obeyed of no client. */
    static final String HEADER = "x-envoy-retry-on";

    /** Its value for the idempotent methods. */
    static final String MAY_HAVE_REACHED_A_POD = "reset,retriable-status-codes";

    /** Said by another member's east-west gateway of a request that it sent to no Pod. */
    static final String NOT_SENT = "x-ew-not-sent";

    private static final String REACHED_NO_POD = "connect-failure,refused-stream,reset-before-request";

    /** For the requests of clients. The status codes count only where {@link #MAY_HAVE_REACHED_A_POD} was added. */
    static final RetryPolicy AMONG_OWN_PODS = base(REACHED_NO_POD + ",retriable-headers")
            .addRetriableHeaders(HeaderMatcher.newBuilder().setName(NOT_SENT).setPresentMatch(true))
            .addAllRetriableStatusCodes(List.of(502, 503, 504))
            .setNumRetries(Proto.uint(3))
            .setHostSelectionRetryMaxAttempts(5)
            .build();

    /** The same where there may be another priority to go to. */
    static final RetryPolicy AMONG_MEMBERS = AMONG_OWN_PODS.toBuilder()
            .setRetryPriority(RetryPriority.newBuilder()
                    .setName("previous_priorities")
                    .setTypedConfig(Any.pack(PreviousPrioritiesConfig.newBuilder()
                            .setUpdateFrequency(1)
                            .build())))
            .build();

    /** On the last hop: never richer, or {@link #NOT_SENT} would lie. */
    static final RetryPolicy OF_LAST_HOP = base(REACHED_NO_POD)
            .setNumRetries(Proto.uint(2))
            .setHostSelectionRetryMaxAttempts(3)
            .build();

    private Retries() {}

    private static RetryPolicy.Builder base(String retryOn) {
        return RetryPolicy.newBuilder()
                .setRetryOn(retryOn)
                .setRetryBackOff(RetryBackOff.newBuilder()
                        .setBaseInterval(Proto.millis(10))
                        .setMaxInterval(Proto.millis(100)))
                .addRetryHostPredicate(RetryHostPredicate.newBuilder()
                        .setName("previous_hosts")
                        .setTypedConfig(Any.pack(PreviousHostsPredicate.getDefaultInstance())));
    }
}
