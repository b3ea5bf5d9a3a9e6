package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.ResourceType;
import java.util.List;
import java.util.stream.Stream;

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
            // What travels since the client wanted it before may come after it has asked again, published still or not.
            Stream.concat(
                            target.snapshot().of(channel.type()).keys().stream(),
                            channel.onTheWay().names())
                    .filter(name -> !subscription.wants(name))
                    .distinct()
                    .forEach(name -> {
                        Holding held = channel.expected(name, target.snapshot());
                        channel.lacks(name, held, held.isSomething());
                    });
        }
        subscription.wildcard(true);
    }

    static void end(Channel channel) {
        channel.unbundle();
        channel.subscription().wildcard(false);
        List.copyOf(channel.due().keySet()).forEach(channel::dropUnwanted);
    }
}
