package dev.convoy.xds.stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.xds.snapshot.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is too long is so by its bytes, and whether it was read or not. */
class StreamLimitsTest {
    private static final StreamLimits LIMITS = new StreamLimits(1, 1, 10, 5, 100);
    private static final String THREE_CHARACTERS_OF_SIX_BYTES = "äöü";
    private static final String TOO_LONG = "a name of 6 bytes; at most 5 are understood";
    private static final String TOO_LONG_TO_CLAIM = "a name or version of 6 bytes; at most 5 are understood";

    @Test
    void namesAreMeasuredInBytes() throws IOException {
        assertRefused(
                delta(DeltaDiscoveryRequest.newBuilder().addResourceNamesSubscribe(THREE_CHARACTERS_OF_SIX_BYTES)),
                TOO_LONG);
        assertRefused(made(Names.of(List.of("a", THREE_CHARACTERS_OF_SIX_BYTES)), Claims.NONE), TOO_LONG);
        assertThatThrownBy(() -> LIMITS.checkName(THREE_CHARACTERS_OF_SIX_BYTES))
                .hasMessage(TOO_LONG);
        LIMITS.check(made(Names.of(List.of("äöo")), Claims.NONE));
        LIMITS.checkName("äöo");
    }

    @Test
    void soAreTheVersionsThatAreClaimed() throws IOException {
        assertRefused(
                delta(DeltaDiscoveryRequest.newBuilder()
                        .putInitialResourceVersions("a", THREE_CHARACTERS_OF_SIX_BYTES)),
                TOO_LONG_TO_CLAIM);
        assertRefused(made(Names.NONE, Claims.of(Map.of("a", THREE_CHARACTERS_OF_SIX_BYTES))), TOO_LONG_TO_CLAIM);
        assertRefused(made(Names.NONE, Claims.of(Map.of(THREE_CHARACTERS_OF_SIX_BYTES, "1"))), TOO_LONG_TO_CLAIM);
        LIMITS.check(made(Names.NONE, Claims.of(Map.of("a", "äöo"))));
    }

    private static void assertRefused(Request request, String why) {
        assertThatThrownBy(() -> LIMITS.check(request))
                .isInstanceOf(Unacceptable.class)
                .hasMessage(why);
    }

    private static Request made(Names subscribe, Claims claims) {
        return new Request.Delta(ResourceType.ROUTES, subscribe, Names.NONE, claims, "", null);
    }

    private static Request delta(DeltaDiscoveryRequest.Builder request) throws IOException {
        byte[] bytes = request.setTypeUrl(ResourceType.ROUTES.typeUrl()).build().toByteArray();
        return Objects.requireNonNull(
                RequestReader.delta(bytes, EnumSet.allOf(ResourceType.class)).request());
    }
}
