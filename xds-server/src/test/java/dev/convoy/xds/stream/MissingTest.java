package dev.convoy.xds.stream;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.endpoints;
import static dev.convoy.xds.snapshot.ResourceType.CLUSTER;
import static dev.convoy.xds.snapshot.ResourceType.ENDPOINTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.xds.snapshot.ResourceKey;
import java.time.InstantSource;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** What an Envoy misses decides whether a Gateway is programmed. */
class MissingTest extends Conversation {
    private static final ResourceKey A = new ResourceKey(CLUSTER, "a");
    private static final ResourceKey B = new ResourceKey(CLUSTER, "b");

    @Test
    void whoHasNotAskedMissesEverything() {
        publish(cluster("a"));

        assertThat(Report.misses(stream, A::equals)).isTrue();
        assertThat(Report.misses(stream, B::equals)).as("nobody published it").isFalse();
    }

    @Test
    void whatWasSentIsMissedUntilItIsAcknowledged() {
        publish(cluster("a"));
        subscribe(CLUSTER);
        assertThat(next()).isEqualTo("CLUSTER a");
        assertThat(Report.misses(stream, A::equals)).isTrue();

        acknowledge(CLUSTER, lastNonce());

        assertThat(Report.misses(stream, A::equals)).isFalse();
    }

    @Test
    void aChangeConcernsOnlyWhatItChanges() {
        publish(cluster("a"), cluster("b"));
        subscribe(CLUSTER);
        settle();

        publish(cluster("a"), cluster("b", 2));

        assertThat(Report.misses(stream, A::equals)).isFalse();
        assertThat(Report.misses(stream, B::equals)).isTrue();
    }

    @Test
    void aNameThatIsNotAskedForIsMissed() {
        var ofA = new ResourceKey(ENDPOINTS, "a");
        var ofB = new ResourceKey(ENDPOINTS, "b");
        publish(cluster("a"), cluster("b"), endpoints("a", "127.0.0.1", 80), endpoints("b", "127.0.0.1", 80));
        subscribe(CLUSTER);
        subscribe(ENDPOINTS, "a");
        settle();

        assertThat(Report.misses(stream, ofA::equals)).isFalse();
        assertThat(Report.misses(stream, ofB::equals)).isTrue();

        subscribe(ENDPOINTS, "b");
        settle();

        assertThat(Report.misses(stream, ofB::equals)).isFalse();
    }

    @Test
    void whatWasRefusedIsMissedAndSaysWhy() {
        publish(cluster("a"), cluster("b"));
        subscribe(CLUSTER);
        settle();
        publish(cluster("a"), cluster("b", 2));
        assertThat(next()).isEqualTo("CLUSTER b");

        refuse(CLUSTER, lastNonce());

        assertThat(Report.misses(stream, B::equals)).isTrue();
        assertThat(Report.refusals(stream, B::equals)).extracting("words").containsExactly("bad taste");
        assertThat(Report.refusals(stream, A::equals)).isEmpty();
    }

    @Test
    void aStreamOfOneTypeMissesNothingOfTheOthers() {
        publish(cluster("a"));
        stream = new AdsStream(
                new DeltaProtocol(new Bundles(1 << 17)),
                EnumSet.of(CLUSTER),
                snapshots.of(TOKYO).newest(),
                record,
                "gw-1",
                StreamLimits.DEFAULT,
                InstantSource.system());
        stream.request(new Request.Delta(CLUSTER, Names.NONE, Names.NONE, Claims.NONE, "", null));
        settle();

        assertThat(Report.misses(stream, _ -> true)).isFalse();
    }
}
