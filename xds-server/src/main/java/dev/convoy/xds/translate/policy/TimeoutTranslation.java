package dev.convoy.xds.translate.policy;

import dev.convoy.model.Policy;
import dev.convoy.xds.translate.proto.Proto;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Time limits on the request as a whole and on one attempt. */
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
        return limit == null || limit.isZero() ? Effects.NONE : AttemptLimit.effects(limit);
    }
}
