package dev.convoy.xds.stream;

import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.routes;
import static dev.convoy.xds.snapshot.ResourceType.CLUSTER;
import static dev.convoy.xds.snapshot.ResourceType.ENDPOINTS;
import static dev.convoy.xds.snapshot.ResourceType.ROUTES;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.convoy.xds.delivery.Refusal;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceKey;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and what becomes of it. */
class RefusalTest extends Conversation {
    private static final Names HERE_AND_THERE = Names.of(List.of("here", "there"));

    @Test
    void routesTravelOneByOneSoThatARefusalNamesItself() {
        publish(cluster("a"), routes("one", "a"), routes("two", "a"));
        subscribe(ROUTES, "one", "two");
        assertThat(next()).isEqualTo("ROUTES one");
        assertThat(next()).isEqualTo("ROUTES two");
    }

    @Test
    void routesThatAnotherEnvoyTookTravelTogether() {
        publish(cluster("a"), routes("one", "a"), routes("two", "a"));
        subscribe(CLUSTER);
        subscribe(ROUTES, "one", "two");
        settle();
        publish(cluster("a"), routes("new", "a"), routes("one", "a"), routes("two", "a"));
        stream = begin(new DeltaProtocol(new Bundles(1 << 17)), "gw-2");
        subscribe(ROUTES, "new", "one", "two");
        assertThat(next()).isEqualTo("ROUTES new");
        assertThat(next()).isEqualTo("ROUTES one two");
    }

    @Test
    void aForeignNonceIsIgnored() {
        publish(cluster("a"));
        subscribe(CLUSTER);
        assertThat(next()).isEqualTo("CLUSTER a");
        refuse(CLUSTER, "17");
        assertThat(next()).isEqualTo("nothing");
        acknowledge(CLUSTER, "1");
        publish(cluster("a", 2));
        assertThat(next()).isEqualTo("CLUSTER a");
    }

    @Test
    void whoForgotTheLastGoodOneWhileItRefusedANewOneIsToldItAgain() {
        publish(cluster("a"));
        subscribe(CLUSTER, "a");
        settle();
        publish(cluster("a", 2));
        assertThat(next()).isEqualTo("CLUSTER a");
        stream.request(new Request.Delta(CLUSTER, Names.NONE, Names.of(List.of("a")), Claims.NONE, "", null));
        subscribe(CLUSTER, "a");

        refuse(CLUSTER, lastNonce());

        assertThat(next()).isEqualTo("CLUSTER a");
        acknowledge(CLUSTER, lastNonce());
        assertThat(next()).isEqualTo("nothing");
    }

    @Test
    void whoForgotTheLastGoodOneIsToldItAgainThoughItRefusedTwoNewOnesSince() {
        publish(cluster("a"), routes("main", "a"));
        subscribe(CLUSTER);
        subscribe(ROUTES, "main");
        settle();
        publish(cluster("a"), cluster("b"), routes("main", "b"));
        assertThat(next()).isEqualTo("CLUSTER b");
        acknowledge(CLUSTER, lastNonce());
        assertThat(next()).isEqualTo("ROUTES main");
        stream.request(new Request.Delta(ROUTES, Names.NONE, Names.of(List.of("main")), Claims.NONE, "", null));
        subscribe(ROUTES, "main");
        publish(cluster("a"), cluster("c"), routes("main", "c"));
        assertThat(next()).isEqualTo("CLUSTER c");
        acknowledge(CLUSTER, lastNonce());
        refuse(ROUTES, "4");
        assertThat(next()).isEqualTo("ROUTES main");
        refuse(ROUTES, lastNonce());

        assertThat(next()).as("those to a").isEqualTo("ROUTES main");
        acknowledge(ROUTES, lastNonce());
        assertThat(next()).isEqualTo("CLUSTER -b");
    }

    /** What Envoy says of a refusal is at most 4 KiB; a liar may say 16 MiB. */
    @ParameterizedTest
    @ValueSource(strings = {"(expecting ", "name: \"", "name: \"x", "name: \"\\\\"})
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void endlessWordsHoldUpNobody(String words) {
        publish(cluster("a"), cluster("b"));
        subscribe(CLUSTER);
        next();
        answer(CLUSTER, lastNonce(), words + words.substring(words.length() - 1).repeat(1 << 20));
        assertThat(next()).as("whom it meant is not known").isEqualTo("CLUSTER a");
        acknowledge(CLUSTER, lastNonce());
        settle();
        subscribe(ENDPOINTS, "a", "b");
        assertThat(next()).isEqualTo("ENDPOINTS a b");
        answer(ENDPOINTS, lastNonce(), words.repeat(1 << 20));
        assertThat(next()).isEqualTo("ENDPOINTS a");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingThatWasRefusedComesAgainHoweverMuchThatIs(boolean delta) {
        publish(IntStream.range(0, 1_100).mapToObj(i -> cluster("c" + i)).toArray(Message[]::new));
        stream = begin(delta ? new DeltaProtocol(new Bundles(1 << 17)) : new SotwProtocol());
        if (delta) {
            subscribe(CLUSTER);
        } else {
            state(CLUSTER, "");
        }
        var refused = new HashSet<String>();
        for (Response response = stream.next(); response != null; response = stream.next()) {
            List<String> told =
                    response.resources().stream().map(Resource::name).toList();
            assertThat(told).noneMatch(refused::contains);
            List<String> bad = told.subList(0, Math.min(told.size(), 20));
            refused.addAll(bad);
            String words = bad.isEmpty()
                    ? null
                    : "Error adding/updating cluster(s) " + String.join(": bad taste, ", bad) + ": bad taste";
            stream.request(
                    delta
                            ? new Request.Delta(CLUSTER, Names.NONE, Names.NONE, Claims.NONE, response.nonce(), words)
                            : new Request.Sotw(CLUSTER, "", Names.NONE, response.nonce(), words));
        }
        assertThat(refused).hasSize(1_100);
    }

    @Test
    void longWordsAreCutBetweenTwoCharacters() {
        publish(cluster("a"));
        subscribe(CLUSTER);
        next();
        answer(CLUSTER, lastNonce(), "a" + "😀".repeat(4_000));
        assertThat(Report.refusal(stream, new ResourceKey(CLUSTER, "a")))
                .extracting(Refusal::words)
                .isEqualTo("a" + "😀".repeat(2_047) + "…");
    }

    @Test
    void aRefusalIsRememberedAcrossStreamsAndARollbackToItIsWithheld() {
        publish(cluster("a"));
        subscribe(CLUSTER);
        settle();
        publish(cluster("a", 2));
        assertThat(next()).isEqualTo("CLUSTER a");
        refuse(CLUSTER, "2");
        assertThat(next()).isEqualTo("nothing");

        stream = begin(new DeltaProtocol(new Bundles(1 << 17)));
        subscribe(CLUSTER);
        Response lastGood = Objects.requireNonNull(stream.next());
        assertThat(lastGood.resources())
                .containsExactly(record.lastGood(lastGood.resources().getFirst().key()));
        assertThat(Report.refusal(stream, new ResourceKey(CLUSTER, "a")))
                .as("what holds the new stream back")
                .extracting(Refusal::words)
                .isEqualTo("bad taste");

        settle();
        publish(cluster("a", 3));
        settle();
        publish(cluster("a", 2));
        assertThat(next()).isEqualTo("nothing");
    }

    @Test
    void aNewClientGetsTheLastGoodRoutesWhileAClusterOfTheNewestIsRefused() {
        publish(cluster("a"), routes("main", "a"));
        subscribe(CLUSTER);
        subscribe(ROUTES, "main");
        settle();
        publish(cluster("a"), cluster("bad"), routes("main", "bad"));
        assertThat(next()).isEqualTo("CLUSTER bad");
        refuse(CLUSTER, "3");
        assertThat(next()).isEqualTo("nothing");

        stream = begin(new DeltaProtocol(new Bundles(1 << 17)));
        subscribe(CLUSTER);
        subscribe(ROUTES, "main");
        assertThat(next()).isEqualTo("CLUSTER a");
        acknowledge(CLUSTER, "1");
        assertThat(next()).as("the routes to a").isEqualTo("ROUTES main");
        acknowledge(ROUTES, "2");
        assertThat(next()).isEqualTo("nothing");

        publish(cluster("a"), cluster("bad", 2), routes("main", "bad"));
        assertThat(next()).isEqualTo("CLUSTER bad");
        acknowledge(CLUSTER, "3");
        assertThat(next()).isEqualTo("ROUTES main");
    }

    @Test
    void whatOneRefusedAndAnotherTookGoesToTheThird() {
        publish(cluster("a"));
        AdsStream refuser = stream;
        subscribe(CLUSTER);
        assertThat(next()).isEqualTo("CLUSTER a");
        AdsStream taker = begin(new DeltaProtocol(new Bundles(1 << 17)), "gw-2");
        stream = taker;
        subscribe(CLUSTER);
        assertThat(next()).isEqualTo("CLUSTER a");
        stream = refuser;
        refuse(CLUSTER, "1");
        AdsStream third = begin(new DeltaProtocol(new Bundles(1 << 17)), "gw-3");
        stream = third;
        subscribe(CLUSTER);
        assertThat(next()).isEqualTo("CLUSTER");

        Request ack = new Request.Delta(CLUSTER, Names.NONE, Names.NONE, Claims.NONE, "1", null);
        assertThat(taker.request(ack)).isEqualTo(AdsStream.Effect.CLEARED);
        assertThat(next()).isEqualTo("CLUSTER a");
        stream = refuser;
        assertThat(next()).isEqualTo("nothing");
    }

    @Test
    void whoHearsLateThatSomethingWasGoneForAWhileDoesNotMakeOthersForgetThatTheyTookIt() {
        publish(cluster("a"));
        AdsStream late = stream;
        stream = begin(new DeltaProtocol(new Bundles(1 << 17)), "gw-2");
        subscribe(CLUSTER);
        settle();
        publish();
        settle();
        publish(cluster("a"));
        settle();
        late.follow();
        assertThat(record.lastGood(new ResourceKey(CLUSTER, "a"))).isNotNull();
    }

    /** Nothing can take routes away in state of the world, and no version tells of those that are not published. */
    @Test
    void routesOfBeforeKeepTheirClusterWhereNoGoodVersionOfThemIsKnown() {
        publish(cluster("a"), cluster("b"), routes("here", "b"), routes("there", "a"));
        String version = comeBack("");
        publish(cluster("a"), cluster("b"), routes("here", "b"));
        version = comeBack(version);
        publish(cluster("a"), cluster("b"), routes("here", "b"), routes("there", "b"));
        assertThat(next()).isEqualTo("ROUTES there");
        stream.request(new Request.Sotw(ROUTES, version, HERE_AND_THERE, lastNonce(), "bad taste"));

        comeBack(version);
        publish(cluster("b"), routes("here", "b"), routes("there", "b"));

        assertThat(next()).as("the routes of before may need a").isEqualTo("nothing");
    }

    /** With routes of that version; returns the version that is told. */
    private String comeBack(String claimed) {
        String version = claimed;
        stream = begin(new SotwProtocol());
        state(CLUSTER, "");
        stream.request(new Request.Sotw(ROUTES, claimed, HERE_AND_THERE, "", null));
        for (Response response = stream.next(); response != null; response = stream.next()) {
            boolean ofRoutes = response.type() == ROUTES;
            version = ofRoutes ? response.version() : version;
            Names stated = ofRoutes ? HERE_AND_THERE : Names.NONE;
            stream.request(new Request.Sotw(response.type(), response.version(), stated, response.nonce(), null));
        }
        return version;
    }
}
