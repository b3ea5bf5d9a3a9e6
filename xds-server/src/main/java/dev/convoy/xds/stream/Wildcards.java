package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.ResourceType;
import java.util.List;

/** Turning a subscription to everything on and off. */
final class Wildcards {
    private Wildcards() {}

    /** The types of which a client that names nothing in its first request wants everything. */
    static boolean areUsual(ResourceType type) {
        return switch (type) {
            case CLUSTER, LISTENER, SCOPES -> true;
            case SECRET, ENDPOINTS, ROUTES -> false;
        };
    }

    static void begin(Channel channel, Target target) {
        Subscription subscription = channel.subscription();
        if (subscription.isWildcard()) {
            return;
        }
        if (channel.opening() == null) { // else what is due is worked out when the first request is settled
            for (String name : target.snapshot().of(channel.type()).keys()) {
                if (!subscription.wants(name)) {
                    channel.lacks(name, new Holding.Nothing(), false);
                }
            }
        }
        subscription.wildcard(true);
    }

    static void end(Channel channel) {
        channel.unbundle();
        channel.subscription().wildcard(false);
        List.copyOf(channel.due().keySet()).forEach(channel::dropUnwanted);
    }
}
