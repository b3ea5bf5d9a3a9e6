package dev.convoy.xds.stream;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.listener;
import static dev.convoy.xds.Fixtures.resources;
import static dev.convoy.xds.Fixtures.routes;
import static dev.convoy.xds.snapshot.ResourceType.CLUSTER;
import static dev.convoy.xds.snapshot.ResourceType.ENDPOINTS;
import static dev.convoy.xds.snapshot.ResourceType.LISTENER;
import static dev.convoy.xds.snapshot.ResourceType.ROUTES;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.convoy.xds.delivery.Refusal;
import dev.convoy.xds.delivery.TrackRecord;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.Snapshots;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Single rules of the conversation, in delta where the protocol does not matter. */
class AdsStreamTest {
    private final Snapshots snapshots = new Snapshots();
    private final TrackRecord record = new TrackRecord();
    private AdsStream stream = begin(new DeltaProtocol());

    @Test
    void everyNameOfAnUnknownResourceIsSaidToBeGone() {
        publish();
        subscribe(ENDPOINTS, "nobody");
        assertThat(next()).isEqualTo("ENDPOINTS -nobody");
        assertThat(next()).isEqualTo("nothing");
    }

    @Test
    void aWildcardIsAnsweredEvenIfThereIsNothing() {
        publish();
        subscribe(CLUSTER);
        assertThat(next()).isEqualTo("CLUSTER");
        assertThat(next()).isEqualTo("nothing");
    }

    @Test
    void anExplicitWildcardIsLikeTheOldOne() {
        publish(cluster("a"));
        subscribe(ENDPOINTS, "*");
        assertThat(next()).isEqualTo("ENDPOINTS a");
    }

    @Test
    void whatIsNoLongerSubscribedIsNoLongerSent() {
        publish(cluster("a"));
        subscribe(ENDPOINTS, "a");
        assertThat(next()).isEqualTo("ENDPOINTS a");
        acknowledge(ENDPOINTS, "1");
        stream.request(new Request.Delta(ENDPOINTS, List.of(), List.of("a"), Map.of(), "", null));
        publish();
        assertThat(next()).isEqualTo("nothing");
    }

    @Test
    void whoeverSubscribesAgainIsAnsweredAgain() {
        publish(cluster("a"));
        subscribe(ENDPOINTS, "a");
        assertThat(next()).isEqualTo("ENDPOINTS a");
        acknowledge(ENDPOINTS, "1");
        subscribe(ENDPOINTS, "a");
        assertThat(next()).isEqualTo("ENDPOINTS a");
    }

    @Test
    void aChangedClusterComesWithItsAssignment() {
        publish(cluster("a"));
        subscribe(CLUSTER);
        subscribe(ENDPOINTS, "a");
        settle();
        publish(cluster("a", 2));
        assertThat(next()).isEqualTo("CLUSTER a");
        assertThat(next()).isEqualTo("ENDPOINTS a");
    }

    @Test
    void routesWaitUntilTheirClusterIsAcknowledged() {
        publish(cluster("a"), routes("main", "a"));
        subscribe(CLUSTER);
        subscribe(ROUTES, "main");
        settle();
        publish(cluster("a"), cluster("b"), routes("main", "b"));
        assertThat(next()).isEqualTo("CLUSTER b");
        assertThat(next()).isEqualTo("nothing");
        acknowledge(CLUSTER, "3");
        assertThat(next()).isEqualTo("ROUTES main");
    }

    @Test
    void routesThatNeedNoNewClusterWaitForNone() {
        publish(cluster("a"), cluster("b"), routes("main", "a"));
        subscribe(CLUSTER);
        subscribe(ROUTES, "main");
        settle();
        publish(cluster("a", 2), cluster("b"), routes("main", "b"));
        assertThat(next()).isEqualTo("CLUSTER a");
        assertThat(next()).isEqualTo("ROUTES main");
    }

    @Test
    void aClusterGoesAfterTheRoutesToItWereReplaced() {
        publish(cluster("a"), cluster("b"), routes("main", "a"));
        subscribe(CLUSTER);
        subscribe(ROUTES, "main");
        settle();
        publish(cluster("b"), routes("main", "b"));
        assertThat(next()).isEqualTo("ROUTES main");
        assertThat(next()).isEqualTo("nothing");
        acknowledge(ROUTES, "3");
        assertThat(next()).isEqualTo("CLUSTER -a");
    }

    @Test
    void aClusterStaysWhileRoutesToItAreOnTheirWay() {
        publish(cluster("a"), cluster("b"), cluster("c"), routes("main", "a"));
        subscribe(CLUSTER);
        subscribe(ROUTES, "main");
        settle();
        publish(cluster("a"), cluster("b"), cluster("c"), routes("main", "b"));
        assertThat(next()).isEqualTo("ROUTES main");
        publish(cluster("a"), cluster("c"), routes("main", "c"));
        assertThat(next()).isEqualTo("nothing");
        acknowledge(ROUTES, "3");
        assertThat(next()).isEqualTo("ROUTES main");
        assertThat(next()).isEqualTo("nothing");
        acknowledge(ROUTES, "4");
        assertThat(next()).isEqualTo("CLUSTER -b");
    }

    @Test
    void aListenerComesAfterTheClusters() {
        publish(cluster("a"), routes("main", "a"), listener("front", "main", "127.0.0.1", 80));
        subscribe(LISTENER);
        subscribe(CLUSTER);
        assertThat(next()).isEqualTo("CLUSTER a");
        assertThat(next()).isEqualTo("nothing");
        acknowledge(CLUSTER, "1");
        assertThat(next()).isEqualTo("LISTENER front");
    }

    @Test
    void routesTravelOneByOneSoThatARefusalNamesItself() {
        publish(cluster("a"), routes("one", "a"), routes("two", "a"));
        subscribe(ROUTES, "one", "two");
        assertThat(next()).isEqualTo("ROUTES one");
        assertThat(next()).isEqualTo("ROUTES two");
    }

    @Test
    void aSlowClientGetsTheLatestStateOnly() {
        publish(cluster("a"));
        subscribe(CLUSTER);
        assertThat(next()).isEqualTo("CLUSTER a");
        for (int seconds = 2; seconds < 9; seconds++) {
            publish(cluster("a", seconds));
        }
        assertThat(next()).isEqualTo("nothing");
        acknowledge(CLUSTER, "1");
        assertThat(next()).isEqualTo("CLUSTER a");
        acknowledge(CLUSTER, "2");
        assertThat(next()).isEqualTo("nothing");
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
    void aRefusalIsRememberedAcrossStreamsAndARollbackToItIsWithheld() {
        publish(cluster("a"));
        subscribe(CLUSTER);
        settle();
        publish(cluster("a", 2));
        assertThat(next()).isEqualTo("CLUSTER a");
        refuse(CLUSTER, "2");
        assertThat(next()).isEqualTo("nothing");

        stream = begin(new DeltaProtocol());
        subscribe(CLUSTER);
        Response lastGood = Objects.requireNonNull(stream.next());
        assertThat(lastGood.resources())
                .containsExactly(record.lastGood(lastGood.resources().getFirst().key()));
        assertThat(stream.refusal(new ResourceKey(CLUSTER, "a")))
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

        stream = begin(new DeltaProtocol());
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
        AdsStream taker = begin(new DeltaProtocol(), "gw-2");
        stream = taker;
        subscribe(CLUSTER);
        assertThat(next()).isEqualTo("CLUSTER a");
        stream = refuser;
        refuse(CLUSTER, "1");
        AdsStream third = begin(new DeltaProtocol(), "gw-3");
        stream = third;
        subscribe(CLUSTER);
        assertThat(next()).isEqualTo("CLUSTER");

        Request ack = new Request.Delta(CLUSTER, List.of(), List.of(), Map.of(), "1", null);
        assertThat(taker.request(ack)).isEqualTo(AdsStream.Effect.CLEARED);
        assertThat(next()).isEqualTo("CLUSTER a");
        stream = refuser;
        assertThat(next()).isEqualTo("nothing");
    }

    @Test
    void nothingIsSentAgainToWhoHasIt() {
        publish(cluster("a"), cluster("b"));
        String version = snapshots.of(TOKYO).newest().snapshot().of(CLUSTER).values().stream()
                .map(Resource::version)
                .toList()
                .getFirst();
        stream.request(new Request.Delta(
                CLUSTER, List.of(), List.of(), Map.of("a", version, "b", "old", "gone", "1"), "", null));
        assertThat(next()).isEqualTo("CLUSTER b");
        assertThat(next()).as("its routes may still need the cluster").isEqualTo("nothing");
        subscribe(LISTENER);
        assertThat(next()).isEqualTo("LISTENER");
        assertThat(next()).isEqualTo("CLUSTER -gone");
        assertThat(next()).isEqualTo("nothing");
    }

    @Test
    void stateOfTheWorldSaysAllClustersAndOnlyTheNewEndpoints() {
        stream = begin(new SotwProtocol());
        publish(cluster("a"), cluster("b"));
        stream.request(new Request.Sotw(CLUSTER, "", List.of(), "", null));
        stream.request(new Request.Sotw(ENDPOINTS, "", List.of("a"), "", null));
        assertThat(next()).isEqualTo("CLUSTER a b");
        assertThat(next()).isEqualTo("ENDPOINTS a");
        stream.request(new Request.Sotw(ENDPOINTS, "", List.of("a", "b"), "2", null));
        assertThat(next()).isEqualTo("ENDPOINTS b");
        stream.request(new Request.Sotw(CLUSTER, "", List.of(), "1", null));
        publish(cluster("a"), cluster("b", 2));
        assertThat(next()).isEqualTo("CLUSTER a b");
    }

    private AdsStream begin(Protocol protocol) {
        return begin(protocol, "gw-1");
    }

    private AdsStream begin(Protocol protocol, String node) {
        return new AdsStream(
                protocol, snapshots.of(TOKYO).newest(), record, node, StreamLimits.DEFAULT, InstantSource.system());
    }

    private void publish(Message... messages) {
        snapshots.publish(TOKYO, resources(messages));
        stream.follow();
    }

    private void subscribe(ResourceType type, String... names) {
        stream.request(new Request.Delta(type, List.of(names), List.of(), Map.of(), "", null));
    }

    private void acknowledge(ResourceType type, String nonce) {
        answer(type, nonce, null);
    }

    private void refuse(ResourceType type, String nonce) {
        answer(type, nonce, "bad taste");
    }

    private void answer(ResourceType type, String nonce, @Nullable String error) {
        stream.request(new Request.Delta(type, List.of(), List.of(), Map.of(), nonce, error));
    }

    private void settle() {
        for (Response response = stream.next(); response != null; response = stream.next()) {
            acknowledge(response.type(), response.nonce());
        }
    }

    private String next() {
        Response response = stream.next();
        if (response == null) {
            return "nothing";
        }
        var said = new StringBuilder(response.type().name());
        response.resources().forEach(resource -> said.append(' ').append(resource.name()));
        response.removed().forEach(name -> said.append(" -").append(name));
        return said.toString();
    }
}
