package dev.convoy.xds.stream;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.endpoints;
import static dev.convoy.xds.snapshot.ResourceType.CLUSTER;
import static dev.convoy.xds.snapshot.ResourceType.ENDPOINTS;
import static dev.convoy.xds.snapshot.ResourceType.LISTENER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import java.lang.ref.WeakReference;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is asked for and what is answered. */
class AdsStreamTest extends Conversation {
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
    void clustersCanBeAskedForByName() {
        publish(cluster("a"), cluster("b"));
        subscribe(CLUSTER, "a", "nobody");
        assertThat(next()).isEqualTo("CLUSTER a");
        acknowledge(CLUSTER, lastNonce());
        assertThat(next()).isEqualTo("CLUSTER -nobody");
        acknowledge(CLUSTER, lastNonce());
        publish(cluster("a"), cluster("b", 2), cluster("nobody"));
        assertThat(next()).as("found meanwhile").isEqualTo("CLUSTER nobody");
        acknowledge(CLUSTER, lastNonce());
        stream.request(new Request.Delta(CLUSTER, Names.of(List.of("*")), Names.NONE, Claims.NONE, "", null));
        assertThat(next()).isEqualTo("CLUSTER b");
    }

    @Test
    void whatIsNoLongerSubscribedIsNoLongerSent() {
        publish(cluster("a"));
        subscribe(ENDPOINTS, "a");
        assertThat(next()).isEqualTo("ENDPOINTS a");
        acknowledge(ENDPOINTS, "1");
        stream.request(new Request.Delta(ENDPOINTS, Names.NONE, Names.of(List.of("a")), Claims.NONE, "", null));
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
    void nothingIsSentAgainToWhoHasIt() {
        publish(cluster("a"), cluster("b"));
        String version = snapshots.of(TOKYO).newest().snapshot().of(CLUSTER).values().stream()
                .map(Resource::version)
                .toList()
                .getFirst();
        stream.request(new Request.Delta(
                CLUSTER, Names.NONE, Names.NONE, Claims.of(Map.of("a", version, "b", "old", "gone", "1")), "", null));
        assertThat(next()).isEqualTo("CLUSTER b");
        assertThat(next()).as("its routes may still need the cluster").isEqualTo("nothing");
        subscribe(LISTENER);
        assertThat(next()).isEqualTo("LISTENER");
        assertThat(next()).isEqualTo("CLUSTER -gone");
        assertThat(next()).isEqualTo("nothing");
    }

    @Test
    void whoClaimsToHaveMoreThanIsServedIsSentAway() {
        var claims = new HashMap<String, String>();
        for (int i = 0; i <= StreamLimits.DEFAULT.subscriptionsPerType(); i++) {
            claims.put("c" + i, "1");
        }
        assertThatThrownBy(() ->
                        stream.request(new Request.Delta(CLUSTER, Names.NONE, Names.NONE, Claims.of(claims), "", null)))
                .isInstanceOf(Unacceptable.class)
                .hasMessageContaining("100001 names");
    }

    @Test
    void stateOfTheWorldSaysAllClustersAndOnlyTheNewEndpoints() {
        stream = begin(new SotwProtocol());
        publish(cluster("a"), cluster("b"));
        stream.request(new Request.Sotw(CLUSTER, "", Names.NONE, "", null));
        stream.request(new Request.Sotw(ENDPOINTS, "", Names.of(List.of("a")), "", null));
        assertThat(next()).isEqualTo("CLUSTER a b");
        assertThat(next()).isEqualTo("ENDPOINTS a");
        stream.request(new Request.Sotw(ENDPOINTS, "", Names.of(List.of("a", "b")), "2", null));
        assertThat(next()).isEqualTo("ENDPOINTS b");
        stream.request(new Request.Sotw(CLUSTER, "", Names.NONE, "1", null));
        publish(cluster("a"), cluster("b", 2));
        assertThat(next()).isEqualTo("CLUSTER a b");
    }

    @Test
    void whatIsAskedForInIgnoranceOfTheLastResponseCountsInStateOfTheWorld() {
        stream = begin(new SotwProtocol());
        publish(cluster("a"), cluster("b"));
        stream.request(new Request.Sotw(ENDPOINTS, "", Names.of(List.of("a")), "", null));
        assertThat(next()).isEqualTo("ENDPOINTS a");
        stream.request(new Request.Sotw(ENDPOINTS, "", Names.of(List.of("a", "b")), "", null));
        assertThat(next()).as("one response at a time").isEqualTo("nothing");
        stream.request(new Request.Sotw(ENDPOINTS, "", Names.of(List.of("a", "b")), "1", null));
        assertThat(next()).isEqualTo("ENDPOINTS b");
    }

    @Test
    void aTypeThatIsLetGoUnansweredMayBeAskedForAgainInStateOfTheWorld() {
        stream = begin(new SotwProtocol());
        publish(cluster("a"), cluster("b"));
        stream.request(new Request.Sotw(CLUSTER, "", Names.of(List.of("a")), "", null));
        assertThat(next()).isEqualTo("CLUSTER a");
        stream.request(new Request.Sotw(CLUSTER, "1", Names.of(List.of("a")), "1", null));
        publish();
        assertThat(next()).isEqualTo("CLUSTER");
        stream.request(new Request.Sotw(CLUSTER, "1", Names.NONE, "1", null));
        publish(cluster("a"), cluster("b"));
        stream.request(new Request.Sotw(CLUSTER, "", Names.of(List.of("b")), "1", null));
        assertThat(next()).isEqualTo("CLUSTER b");
    }

    @Test
    void aPartOfMuchHasAVersionThatNobodyComesBackWithInStateOfTheWorld() {
        var messages = new ArrayList<Message>();
        var names = new ArrayList<String>();
        for (int i = 0; i < 100; i++) {
            String name = "c" + i;
            names.add(name);
            messages.add(cluster(name));
            ClusterLoadAssignment.Builder large = endpoints(name, "127.0.0.1", 80).toBuilder();
            large.getEndpointsBuilder(0)
                    .getLbEndpointsBuilder(0)
                    .getEndpointBuilder()
                    .setHostname("x".repeat(2_000));
            messages.add(large.build());
        }
        publish(messages.toArray(Message[]::new));

        stream = begin(new SotwProtocol());
        stream.request(new Request.Sotw(ENDPOINTS, "", Names.of(names), "", null));
        Response part = Objects.requireNonNull(stream.next());
        assertThat(part.version()).isEqualTo("part-1");
        stream.request(new Request.Sotw(ENDPOINTS, part.version(), Names.of(names), part.nonce(), null));
        Response rest = Objects.requireNonNull(stream.next());
        assertThat(part.resources().size() + rest.resources().size()).isEqualTo(100);

        stream = begin(new SotwProtocol());
        stream.request(new Request.Sotw(ENDPOINTS, rest.version(), Names.of(names.reversed()), "", null));
        assertThat(next()).as("it has everything").isEqualTo("nothing");
        stream = begin(new SotwProtocol());
        stream.request(new Request.Sotw(ENDPOINTS, part.version(), Names.of(names), "", null));
        assertThat(stream.next()).as("it has a part").isNotNull();
    }

    @Test
    void aStreamOfClustersAloneKeepsNothingForWhenAssignmentsAreAskedFor() {
        publish(cluster("a"));
        stream = begin(EnumSet.of(CLUSTER), StreamLimits.DEFAULT);
        subscribe(CLUSTER);
        settle();
        var assignments = new WeakReference<>(
                Objects.requireNonNull(snapshots.of(TOKYO).newest().snapshot().get(CLUSTER, "a"))
                        .references()
                        .assignments());
        publish(cluster("a", 2));
        publish(cluster("a", 3)); // the newest still knows what it changed
        settle();
        System.gc();
        assertThat(assignments.get()).isNull();
    }

    @Test
    void whoAnswersNothingCannotGoOnAskingForOtherNames() {
        publish();
        stream = begin(EnumSet.allOf(ResourceType.class), new StreamLimits(1, 1, 10, 50, 1 << 17));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 20; i++) {
                        subscribe(ENDPOINTS, "e" + i);
                        assertThat(next()).isEqualTo("ENDPOINTS -e" + i);
                        stream.request(new Request.Delta(
                                ENDPOINTS, Names.NONE, Names.of(List.of("e" + i)), Claims.NONE, "", null));
                    }
                })
                .isInstanceOf(Unacceptable.class)
                .hasMessageContaining("at most 10");
    }

    @Test
    void whatIsGoneIsSaidInResponsesThatAreNoLargerThanOthers() {
        publish();
        stream = begin(EnumSet.allOf(ResourceType.class), new StreamLimits(1, 1, 100, 50, 20));
        subscribe(ENDPOINTS, "a".repeat(15), "b".repeat(15), "c".repeat(15));
        assertThat(next()).isEqualTo("ENDPOINTS -" + "a".repeat(15) + " -" + "b".repeat(15));
        assertThat(next()).isEqualTo("ENDPOINTS -" + "c".repeat(15));
        assertThat(next()).isEqualTo("nothing");
    }

    @Test
    void whatIsGoneGoesEvenIfThereIsAlwaysSomethingToAdd() {
        stream = begin(new SotwProtocol());
        publish(cluster("c0"));
        state(CLUSTER, "");
        for (int i = 0; i < 5; i++) {
            assertThat(next()).isEqualTo("CLUSTER c" + i);
            publish(cluster("c" + (i + 1)));
            state(CLUSTER, lastNonce());
        }
    }

    private AdsStream begin(Set<ResourceType> served, StreamLimits limits) {
        return new AdsStream(
                new DeltaProtocol(new Bundles(1 << 17)),
                served,
                snapshots.of(TOKYO).newest(),
                record,
                "gw-1",
                limits,
                InstantSource.system());
    }
}
