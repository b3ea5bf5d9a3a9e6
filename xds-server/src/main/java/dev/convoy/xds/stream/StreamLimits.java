package dev.convoy.xds.stream;

import dev.convoy.xds.snapshot.ResourceType;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;

/**
 * How much clients may ask of the server.
 *
 * @param streams open in all
 * @param streamsPerGroup open of one identity
 * @param subscriptionsPerType names on one stream
 * @param nameLength of a name, or of a version that is claimed, in bytes
 * @param responseBytes so many fill a response in delta
 */
public record StreamLimits(
        int streams, int streamsPerGroup, int subscriptionsPerType, int nameLength, int responseBytes) {
    public static final StreamLimits DEFAULT = new StreamLimits(20_000, 1_000, 100_000, 2_048, 1 << 17);

    void check(Request request) {
        ResourceType type = request.type();
        switch (request) {
            case Request.Sotw sotw -> check(type, sotw.names());
            case Request.Delta delta -> {
                check(type, delta.subscribe());
                check(type, delta.unsubscribe());
                checkCount(type, delta.claims().size());
                checkLength("name or version", delta.claims().longest());
            }
        }
    }

    private void check(ResourceType type, Names names) {
        checkCount(type, names.size());
        checkLength("name", names.longest());
    }

    /** Of a resource, or of the client itself: it is remembered for as long as the server runs. */
    void checkName(String name) {
        checkLength("name", length(name));
    }

    private void checkLength(String what, int length) {
        if (length > nameLength) {
            throw new Unacceptable(
                    Status.INVALID_ARGUMENT,
                    "a " + what + " of " + length + " bytes; at most " + nameLength + " are understood");
        }
    }

    /** In bytes, as it is counted where it is not read. */
    static int length(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    void check(Channel channel) {
        checkCount(channel.type(), channel.subscription().size());
        checkCount(channel.type(), channel.onTheWay().size());
    }

    /** Of what is subscribed to, of what a client says it has, and of what it has not answered: each of them may cost an entry. */
    private void checkCount(ResourceType type, int names) {
        if (names > subscriptionsPerType) {
            throw new Unacceptable(
                    Status.RESOURCE_EXHAUSTED,
                    names + " names of type " + type.typeUrl() + "; at most " + subscriptionsPerType + " are served");
        }
    }
}
