package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.ResourceType;
import java.util.HashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a client said, free of protobuf. A refusal is recognised by its error text, and by nothing else. */
sealed interface Request {
    ResourceType type();

    /** The response that this answers; empty where it answers none. */
    String nonce();

    @Nullable
    String error();

    /**
     * The same, all of it read: what cannot be read is refused at once, and the bytes that it came in are let go.
     *
     * @throws Unacceptable where something cannot be read
     */
    Request read();

    /** Whether the client goes on from an earlier stream, and so has things already. */
    boolean resumes();

    /** State of the world: {@code names} is all that the client wants from here on. */
    record Sotw(
            ResourceType type,
            String version,
            Names names,
            String nonce,
            @Nullable String error) implements Request {
        @Override
        public Sotw read() {
            return new Sotw(type, version, Names.of(names.list()), nonce, error);
        }

        @Override
        public boolean resumes() {
            return !version.isEmpty();
        }
    }

    /** Delta: {@code claims} is what the client says it already has when a stream begins. */
    record Delta(
            ResourceType type,
            Names subscribe,
            Names unsubscribe,
            Claims claims,
            String nonce,
            @Nullable String error) implements Request {
        @Override
        public Delta read() {
            return claiming(_ -> true);
        }

        @Override
        public boolean resumes() {
            return !claims.isEmpty();
        }

        Delta claiming(Predicate<String> which) {
            var left = new HashMap<>(claims.versions());
            left.keySet().removeIf(which.negate());
            return new Delta(
                    type, Names.of(subscribe.list()), Names.of(unsubscribe.list()), Claims.of(left), nonce, error);
        }
    }
}
