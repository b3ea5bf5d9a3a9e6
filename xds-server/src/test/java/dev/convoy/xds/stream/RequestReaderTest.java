package dev.convoy.xds.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import dev.convoy.xds.Fixtures;
import dev.convoy.xds.delivery.TrackRecord;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.Snapshots;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is read by hand is what protobuf reads. */
class RequestReaderTest {
    private static final Set<ResourceType> ALL = EnumSet.allOf(ResourceType.class);
    private static final DeltaDiscoveryRequest DELTA = DeltaDiscoveryRequest.newBuilder()
            .setNode(Node.newBuilder().setId("gw-1").setCluster("x"))
            .setTypeUrl(ResourceType.CLUSTER.typeUrl())
            .addAllResourceNamesSubscribe(List.of("a", "*", "ä", "serviceimport/shop/checkout/80", ""))
            .addResourceNamesUnsubscribe("b")
            .putInitialResourceVersions("a", "0123456789abcdef")
            .putInitialResourceVersions("", "")
            .setResponseNonce("7")
            .setErrorDetail(Status.newBuilder().setCode(13).setMessage("no"))
            .build();
    private static final DiscoveryRequest SOTW = DiscoveryRequest.newBuilder()
            .setVersionInfo("1")
            .setNode(Node.newBuilder().setId("gw-1"))
            .addAllResourceNames(List.of("a", "b"))
            .setTypeUrl(ResourceType.ROUTES.typeUrl())
            .setResponseNonce("7")
            .setErrorDetail(Status.newBuilder().setCode(13))
            .build();

    @Test
    void deltaIsReadAsProtobufReadsIt() throws IOException {
        Incoming incoming = RequestReader.delta(DELTA.toByteArray(), ALL);
        assertThat(incoming.node()).isEqualTo("gw-1");
        var request = (Request.Delta) Objects.requireNonNull(incoming.request());
        assertThat(request.type()).isEqualTo(ResourceType.CLUSTER);
        assertThat(request.subscribe().list()).isEqualTo(DELTA.getResourceNamesSubscribeList());
        assertThat(request.subscribe().hasWildcard()).isTrue();
        assertThat(request.subscribe().longest()).isEqualTo(30);
        assertThat(request.unsubscribe().list()).containsExactly("b");
        assertThat(request.unsubscribe().hasWildcard()).isFalse();
        assertThat(request.claims().versions()).isEqualTo(DELTA.getInitialResourceVersionsMap());
        assertThat(request.nonce()).isEqualTo("7");
        assertThat(request.error()).isEqualTo("no");
    }

    @Test
    void soIsTheStateOfTheWorld() throws IOException {
        var request = (Request.Sotw) Objects.requireNonNull(
                RequestReader.sotw(SOTW.toByteArray(), ALL).request());
        assertThat(request.type()).isEqualTo(ResourceType.ROUTES);
        assertThat(request.version()).isEqualTo("1");
        assertThat(request.names().list()).containsExactly("a", "b");
        assertThat(request.nonce()).isEqualTo("7");
        assertThat(request.error()).isEqualTo("refused without a word (code 13)");
    }

    @Test
    void namesAndClaimsAreRecognisedWithoutBeingRead() throws IOException {
        var request = (Request.Delta) Objects.requireNonNull(
                RequestReader.delta(DELTA.toByteArray(), ALL).request());
        assertThat(request.subscribe().print())
                .isEqualTo(Names.of(DELTA.getResourceNamesSubscribeList().reversed())
                        .print())
                .isNotEqualTo(Names.of(List.of("a", "*", "ä", "serviceimport/shop/checkout/8", "0"))
                        .print());
        assertThat(request.claims().print())
                .isEqualTo(Claims.of(DELTA.getInitialResourceVersionsMap()).print())
                .isNotEqualTo(Claims.of(Map.of("0123456789abcdef", "a", "", "")).print());
    }

    @Test
    void aTypeThatIsNotServedMakesNoRequest() throws IOException {
        assertThat(RequestReader.delta(DELTA.toByteArray(), EnumSet.of(ResourceType.ROUTES))
                        .request())
                .isNull();
        assertThat(RequestReader.sotw(new byte[0], EnumSet.of(ResourceType.ROUTES))
                        .request())
                .isNotNull();
        assertThat(RequestReader.sotw(new byte[0], ALL).request()).isNull();
    }

    @Test
    void whatIsNotUtf8IsFoundWhereTheNamesAreRead() throws IOException {
        var bytes =
                DiscoveryRequest.newBuilder(SOTW).addResourceNames("é").build().toByteArray();
        bytes[indexOf(bytes, (byte) 0xC3) + 1] = 'e';
        var request = (Request.Sotw)
                Objects.requireNonNull(RequestReader.sotw(bytes, ALL).request());
        assertThatThrownBy(() -> request.names().list())
                .isInstanceOf(Unacceptable.class)
                .hasMessageContaining("invalid UTF-8");
    }

    @Test
    void theWildcardIsKnownHoweverItsLengthIsWritten() throws IOException {
        byte[] typed = DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(ResourceType.CLUSTER.typeUrl())
                .build()
                .toByteArray();
        byte[] oneInThreeBytes = {
            DeltaDiscoveryRequest.RESOURCE_NAMES_SUBSCRIBE_FIELD_NUMBER << 3 | 2, (byte) 0x81, (byte) 0x80, 0, '*'
        };
        byte[] bytes = Arrays.copyOf(typed, typed.length + oneInThreeBytes.length);
        System.arraycopy(oneInThreeBytes, 0, bytes, typed.length, oneInThreeBytes.length);
        var request = (Request.Delta)
                Objects.requireNonNull(RequestReader.delta(bytes, ALL).request());
        assertThat(request.subscribe().list()).containsExactly(Subscription.WILDCARD);
        assertThat(request.subscribe().hasWildcard()).isTrue();
    }

    @Test
    void groupsInGroupsAreRefusedBeforeTheyFillTheStack() {
        byte[] groups = new byte[1 << 20];
        Arrays.fill(groups, (byte) (15 << 3 | 3));
        assertThatThrownBy(() -> RequestReader.delta(groups, ALL)).isInstanceOf(IOException.class);
    }

    @Test
    void claimsThatAreNotUtf8AreRefusedAtOnceThoughNothingIsPublishedYet() throws IOException {
        byte[] bytes = DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(ResourceType.CLUSTER.typeUrl())
                .putInitialResourceVersions("é", "1")
                .build()
                .toByteArray();
        bytes[indexOf(bytes, (byte) 0xC3) + 1] = 'e';
        Request request = Objects.requireNonNull(RequestReader.delta(bytes, ALL).request());
        var stream = new AdsStream(
                new DeltaProtocol(new Bundles(1)),
                new Snapshots().of(Fixtures.TOKYO).newest(),
                new TrackRecord(),
                "gw-1",
                StreamLimits.DEFAULT,
                InstantSource.system());
        assertThatThrownBy(() -> stream.request(request)).isInstanceOf(Unacceptable.class);
    }

    @Test
    void mutantsAreReadAsProtobufReadsThem() {
        new Mutants(List.of(DELTA.toByteArray()), new Random(7))
                .stream().limit(20_000).forEach(RequestReaderTest::compare);
    }

    private static void compare(byte[] bytes) {
        DeltaDiscoveryRequest expected;
        try {
            expected = DeltaDiscoveryRequest.parseFrom(bytes);
        } catch (InvalidProtocolBufferException _) {
            return; // where it is read by hand, it is refused later, or nobody looks at that part
        }
        Incoming incoming;
        try {
            incoming = RequestReader.delta(bytes, ALL);
        } catch (IOException e) {
            throw new AssertionError("protobuf reads " + expected, e);
        }
        assertThat(incoming.node()).isEqualTo(expected.getNode().getId());
        if (incoming.request() instanceof Request.Delta request) {
            assertThat(request.type().typeUrl()).isEqualTo(expected.getTypeUrl());
            assertThat(request.subscribe().print())
                    .isEqualTo(
                            Names.of(expected.getResourceNamesSubscribeList()).print());
            assertThat(request.unsubscribe().list()).isEqualTo(expected.getResourceNamesUnsubscribeList());
            assertThat(request.claims().versions()).isEqualTo(expected.getInitialResourceVersionsMap());
            assertThat(request.nonce()).isEqualTo(expected.getResponseNonce());
        } else {
            assertThat(expected.getTypeUrl()).isNotEqualTo(ResourceType.CLUSTER.typeUrl());
        }
    }

    private static int indexOf(byte[] bytes, byte wanted) {
        int at = 0;
        while (bytes[at] != wanted) {
            at++;
        }
        return at;
    }
}
