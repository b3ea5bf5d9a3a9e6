package dev.convoy.xds.stream;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.endpoints;
import static dev.convoy.xds.snapshot.ResourceType.CLUSTER;
import static dev.convoy.xds.snapshot.ResourceType.ENDPOINTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BundlesTest extends Conversation {
    /** Two clusters fill a bundle. */
    private final Bundles bundles = new Bundles(100);

    private Snapshot snapshot() {
        return snapshots.of(TOKYO).newest().snapshot();
    }

    @Test
    void whoeverAsksForTheSameIsToldTheSame() {
        publish(cluster("a"), cluster("b"), cluster("c"), cluster("d"), cluster("e"));
        Selection all = bundles.all(CLUSTER, snapshot());
        assertThat(all.bundles()).extracting(bundle -> bundle.names().size()).containsExactly(2, 2, 1);
        assertThat(bundles.of(CLUSTER, Names.of(List.of("e", "d", "c", "b", "a")), snapshot()))
                .isSameAs(all);
    }

    @Test
    void aPublicationMakesThemAnew() {
        publish(cluster("a"));
        Selection before = bundles.all(CLUSTER, snapshot());
        publish(cluster("a").toBuilder().setAltStatName("new").build());
        assertThat(sent(bundles.all(CLUSTER, snapshot())))
                .isNotEqualTo(sent(before))
                .containsExactly(snapshot().get(CLUSTER, "a"));
    }

    @Test
    void namesThatAreNotThereOrStandTwiceAreNoSelection() {
        publish(cluster("a"), cluster("b"));
        assertThat(bundles.of(CLUSTER, Names.of(List.of("a", "x")), snapshot())).isNull();
        assertThat(bundles.of(CLUSTER, Names.of(List.of("a", "b", "a")), snapshot()))
                .isNull();
    }

    @Test
    void aChangeInTheMiddleOfALoadLeavesNothingOfBeforeToBeSent() {
        publish(cluster("a"), cluster("b"), cluster("c"));
        stream = begin(new DeltaProtocol(bundles));
        subscribe(CLUSTER);
        assertThat(next()).isEqualTo("CLUSTER a b");
        publish(cluster("a").toBuilder().setAltStatName("new").build(), cluster("b"));
        assertThat(next()).as("c is gone, and nobody heard of it").isEqualTo("nothing");
        acknowledge(CLUSTER, lastNonce());
        Response response = Objects.requireNonNull(stream.next());
        assertThat(response.resources()).containsExactly(snapshot().get(CLUSTER, "a"));
    }

    @Test
    void afterARefusalEachIsLookedAt() {
        publish(cluster("a"), cluster("b"), cluster("c"));
        stream = begin(new DeltaProtocol(bundles));
        subscribe(CLUSTER);
        assertThat(next()).isEqualTo("CLUSTER a b");
        answer(CLUSTER, lastNonce(), "Error adding/updating cluster(s) a: bad");
        assertThat(next()).isEqualTo("CLUSTER b c");
        acknowledge(CLUSTER, lastNonce());
        assertThat(next()).isEqualTo("nothing");
    }

    @Test
    void aRefusalThatIsMendedCostsNobodyTheBundles() {
        publish(cluster("a"), cluster("b"), cluster("c"));
        stream = begin(new DeltaProtocol(bundles));
        subscribe(CLUSTER);
        assertThat(next()).isEqualTo("CLUSTER a b");
        answer(CLUSTER, lastNonce(), "Error adding/updating cluster(s) a: bad");

        stream = begin(new DeltaProtocol(bundles), "gw-2");
        subscribe(CLUSTER);
        assertThat(stream.channel(CLUSTER).backlog().hasBundles()).isFalse();

        publish(cluster("a").toBuilder().setAltStatName("new").build(), cluster("b"), cluster("c"));
        stream = begin(new DeltaProtocol(bundles), "gw-2");
        subscribe(CLUSTER);
        assertThat(stream.channel(CLUSTER).backlog().hasBundles()).isTrue();
    }

    @Test
    void namesThatAreAskedForInPartsAddUpToAll() {
        publish(cluster("a"), cluster("b"), endpoints("a", "127.0.0.1", 80), endpoints("b", "127.0.0.1", 80));
        subscribe(ENDPOINTS, "a");
        assertThat(next()).isEqualTo("ENDPOINTS a");
        subscribe(ENDPOINTS, "b");
        assertThat(next()).isEqualTo("ENDPOINTS b");
        settle();
        Subscription subscription =
                Objects.requireNonNull(stream.channels().get(ENDPOINTS)).subscription();
        assertThat(subscription.isJust(snapshot().of(ENDPOINTS))).isTrue();
        assertThat(subscription.remove("a")).isTrue();
        assertThat(subscription.names()).containsExactly("b");
    }

    @Test
    void whoWantsAllBesidesNamesKeepsNothingOfBefore() {
        publish(cluster("a"), cluster("b"));
        subscribe(CLUSTER, "a");
        settle();
        subscribe(CLUSTER, Subscription.WILDCARD);
        settle();
        publish(cluster("a"), cluster("b", 2));
        Subscription subscription =
                Objects.requireNonNull(stream.channels().get(CLUSTER)).subscription();
        assertThat(subscription.selected()).isEmpty();
        assertThat(subscription.names()).containsExactly("a");
    }

    @Test
    void whoAsksAgainIsAnsweredAgain() {
        publish(cluster("a"), endpoints("a", "127.0.0.1", 80));
        subscribe(ENDPOINTS, "a");
        settle();
        subscribe(ENDPOINTS, "a");
        assertThat(next()).isEqualTo("ENDPOINTS a");
    }

    @Test
    void whoHasAllIsToldNothingWhateverTheOrder() {
        publish(cluster("a"), cluster("b"));
        var claims = Map.of("b", version("b"), "a", version("a"));
        stream.request(new Request.Delta(CLUSTER, Names.NONE, Names.NONE, Claims.of(claims), "", null));
        assertThat(next()).isEqualTo("nothing");
    }

    private String version(String cluster) {
        return Objects.requireNonNull(snapshot().get(CLUSTER, cluster)).version();
    }

    private static List<Resource> sent(Selection selection) {
        return selection.bundles().stream()
                .flatMap(bundle -> bundle.shipments().stream())
                .map(shipment -> Objects.requireNonNull(shipment.sent()))
                .toList();
    }
}
