package dev.convoy.xds.translate.policy;

import dev.convoy.model.Policy;
import dev.convoy.xds.translate.proto.Proto;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Time limits. A limit on one attempt allows one more attempt, not three: a handler that is merely slow would else run four times for a
 * client that never hears of it.
 */
final class TimeoutTranslation {
    /** A request that may take longer must not be cut by the connection manager's idle timeout before. */
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);

    private TimeoutTranslation() {}

    static Effects effects(Policy.Timeout timeout) {
        return request(timeout.request()).and(attempt(timeout.backendRequest()));
    }

    private static Effects request(@Nullable Duration limit) {
        if (limit == null) {
            return Effects.NONE;
        }
        Effects timeout = Effects.onForward(action -> action.setTimeout(Proto.duration(limit)));
        return limit.compareTo(IDLE_TIMEOUT) < 0
                ? timeout
                : timeout.and(Effects.onForward(action -> action.setIdleTimeout(Proto.duration(limit))));
    }

    private static Effects attempt(@Nullable Duration limit) {
        if (limit == null || limit.isZero()) {
            return Effects.NONE;
        }
        return Effects.onForward(action -> action.getRetryPolicyBuilder()
                .setPerTryTimeout(Proto.duration(limit))
                .setNumRetries(Proto.uint(1)));
    }
}
