package dev.convoy.xds.stream;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.snapshot.ResourceType.CLUSTER;
import static dev.convoy.xds.snapshot.ResourceType.ENDPOINTS;
import static dev.convoy.xds.snapshot.ResourceType.LISTENER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.xds.snapshot.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
}
