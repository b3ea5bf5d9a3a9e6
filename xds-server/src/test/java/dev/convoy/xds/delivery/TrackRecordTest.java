package dev.convoy.xds.delivery;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.resources;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.Snapshot;
import dev.convoy.xds.snapshot.Snapshots;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TrackRecordTest {
    private static final Snapshot PUBLISHED =
            new Snapshots().publish(TOKYO, resources(cluster("a"))).snapshot();

    private final TrackRecord record = new TrackRecord();

    @Test
    void whatOneRefusedAndNobodyTookIsKeptFromAll() {
        record.refused(refusal(1), "gw-1", null, PUBLISHED);
        assertThat(record.refusal(version(1), "gw-1")).isEqualTo(refusal(1));
        assertThat(record.refusal(version(1), "gw-2")).isEqualTo(refusal(1));
        assertThat(record.refusal(version(2), "gw-1")).isNull();
    }

    @Test
    void whatSomebodyTookIsKeptOnlyFromThoseWhoRefusedIt() {
        record.refused(refusal(1), "gw-1", null, PUBLISHED);
        record.acknowledged(version(1), "gw-2", version(1));
        assertThat(record.refusal(version(1), "gw-1")).isEqualTo(refusal(1));
        assertThat(record.refusal(version(1), "gw-2")).isNull();
    }

    @Test
    void anEarlierAcknowledgementCountsAsWell() {
        record.acknowledged(version(1), "gw-2", version(1));
        record.refused(refusal(1), "gw-1", null, PUBLISHED);
        assertThat(record.refusal(version(1), "gw-2")).isNull();
    }

    @Test
    void theLastGoodVersionIsTheOneTakenLast() {
        record.acknowledged(version(1), "gw-2", version(1));
        record.acknowledged(version(2), "gw-2", version(2));
        record.refused(refusal(3), "gw-1", null, PUBLISHED);
        assertThat(Objects.requireNonNull(record.lastGood(version(3).key())).version())
                .isEqualTo(version(2).version());
        record.removed(version(3).key());
        assertThat(record.lastGood(version(3).key())).isNull();
    }

    @Test
    void whoRefusedSomethingHasItsOwnLastGoodVersion() {
        Resource good = version(1);
        record.refused(refusal(2), "gw-1", good, PUBLISHED);
        record.acknowledged(version(2), "gw-2", version(2));
        assertThat(record.kept(good.key(), "gw-1")).isSameAs(good);
        assertThat(record.kept(good.key(), "gw-2")).isNull();
        Resource better = version(3);
        record.acknowledged(better, "gw-1", better);
        assertThat(record.kept(good.key(), "gw-1")).isSameAs(better);
        record.removed(good.key());
        assertThat(record.kept(good.key(), "gw-1")).isNull();
    }

    @Test
    void whatWasRefusedBarsNothingOnceItIsPublishedNoLonger() {
        Snapshots snapshots = new Snapshots();
        record.refused(refusal(1), "gw-1", null, PUBLISHED);
        Snapshot bad = snapshots.publish(TOKYO, resources(cluster("a", 1))).snapshot();
        assertThat(record.barsNothing(bad, "gw-2")).isFalse();
        Snapshot mended = snapshots.publish(TOKYO, resources(cluster("a", 2))).snapshot();
        assertThat(record.barsNothing(mended, "gw-1")).isTrue();
        record.refused(refusal(2), "gw-1", null, PUBLISHED);
        assertThat(record.barsNothing(mended, "gw-2")).isFalse();
        record.acknowledged(version(2), "gw-2", version(2));
        assertThat(record.barsNothing(mended, "gw-2")).isTrue();
        assertThat(record.barsNothing(mended, "gw-1")).isFalse();
        Snapshot back = snapshots.publish(TOKYO, resources(cluster("a", 1))).snapshot();
        assertThat(record.barsNothing(back, "gw-2")).as("it is remembered").isFalse();
    }

    @Test
    void oneMayRefuseAtTheMomentInWhichAnotherTakes() throws InterruptedException {
        Resource version = version(1);
        Refusal refusal = refusal(1);
        for (int i = 0; i < 20_000; i++) {
            var contested = new TrackRecord();
            var started = new AtomicBoolean();
            Thread other = Thread.ofVirtual().start(() -> {
                started.set(true);
                contested.refused(refusal, "gw-1", null, PUBLISHED);
            });
            while (!started.get()) {
                Thread.onSpinWait();
            }
            contested.acknowledged(version, "gw-2", version);
            other.join();
            assertThat(contested.refusal(version, "gw-2")).isNull();
        }
    }

    private static Refusal refusal(int seconds) {
        Resource resource = version(seconds);
        return new Refusal(resource.key(), resource.version(), "bad taste", Instant.EPOCH);
    }

    private static Resource version(int seconds) {
        return Objects.requireNonNull(new Snapshots()
                .publish(TOKYO, resources(cluster("a", seconds)))
                .snapshot()
                .get(ResourceType.CLUSTER, "a"));
    }
}
