package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.ResourceType;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a client said, free of protobuf. A refusal is recognised by its error text, and by nothing else. */
sealed interface Request {
    ResourceType type();

    /** The response that this answers; empty where it answers none. */
    String nonce();

    @Nullable
    String error();

    /** Whether the client goes on from an earlier stream, and so has things already. */
    boolean resumes();

    /** State of the world: {@code names} is all that the client wants from here on. */
    record Sotw(
            ResourceType type,
            String version,
            List<String> names,
            String nonce,
            @Nullable String error) implements Request {
        public Sotw {
            names = List.copyOf(names);
        }

        @Override
        public boolean resumes() {
            return !version.isEmpty();
        }
    }

    /**
     * Delta: {@code claims} is what the client says it already has, version by name, when a stream begins. It is not copied: it is as
     * long as all that there is, and belongs to a message, which never changes.
     */
    record Delta(
            ResourceType type,
            List<String> subscribe,
            List<String> unsubscribe,
            Map<String, String> claims,
            String nonce,
            @Nullable String error)
            implements Request {
        public Delta {
            subscribe = List.copyOf(subscribe);
            unsubscribe = List.copyOf(unsubscribe);
            claims = Collections.unmodifiableMap(claims);
        }

        @Override
        public boolean resumes() {
            return !claims.isEmpty();
        }

        Delta claiming(Predicate<String> which) {
            var left = new HashMap<>(claims);
            left.keySet().removeIf(which.negate());
            return new Delta(type, subscribe, unsubscribe, left, nonce, error);
        }
    }
}
