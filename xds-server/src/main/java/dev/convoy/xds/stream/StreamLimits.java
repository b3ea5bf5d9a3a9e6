package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.ResourceType;
import io.grpc.Status;
import java.util.Collection;
import java.util.List;

/** How much clients may ask of the server: in all, by identity, and by stream. */
public record StreamLimits(
        int streams, int streamsPerGroup, int subscriptionsPerType, int nameLength, int responseBytes) {
    public static final StreamLimits DEFAULT = new StreamLimits(20_000, 1_000, 100_000, 2_048, 1 << 17);

    void check(Request request) {
        List<Collection<String>> lists = switch (request) {
            case Request.Sotw sotw -> List.of(sotw.names());
            case Request.Delta delta ->
                List.of(delta.subscribe(), delta.unsubscribe(), delta.claims().keySet());
        };
        lists.forEach(names -> {
            checkCount(request.type(), names.size());
            names.forEach(this::checkName);
        });
    }

    /** Of a resource, or of the client itself: it is remembered for as long as the server runs. */
    void checkName(String name) {
        if (name.length() > nameLength) {
            throw new LimitExceeded(
                    Status.INVALID_ARGUMENT,
                    "a name of " + name.length() + " characters; at most " + nameLength + " are understood");
        }
    }

    void check(ResourceType type, Subscription subscription) {
        checkCount(type, subscription.size());
    }

    /** Of what is subscribed to, and of what a client says it has: each of them may cost an entry. */
    private void checkCount(ResourceType type, int names) {
        if (names > subscriptionsPerType) {
            throw new LimitExceeded(
                    Status.RESOURCE_EXHAUSTED,
                    names + " names of type " + type.typeUrl() + "; at most " + subscriptionsPerType + " are served");
        }
    }
}
