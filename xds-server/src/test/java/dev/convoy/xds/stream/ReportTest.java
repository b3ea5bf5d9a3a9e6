package dev.convoy.xds.stream;

import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.routes;
import static dev.convoy.xds.snapshot.ResourceType.CLUSTER;
import static dev.convoy.xds.snapshot.ResourceType.ROUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.xds.delivery.ResourceDelivery;
import dev.convoy.xds.delivery.ResourceDelivery.Held;
import dev.convoy.xds.delivery.ResourceDelivery.Progress;
import dev.convoy.xds.snapshot.ResourceType;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is told of a stream while its client takes, refuses and misses things. */
class ReportTest extends Conversation {
    private static final Held NOTHING = new Held.Nothing();

    @Test
    void aResourceIsDueThenSentThenAcknowledged() {
        publish(cluster("a"));
        subscribe(CLUSTER);
        assertThat(told(CLUSTER, "a")).isEqualTo(new ResourceDelivery(NOTHING, new Progress.Due()));
        next();
        assertThat(told(CLUSTER, "a")).isEqualTo(new ResourceDelivery(NOTHING, new Progress.Sent()));
        acknowledge(CLUSTER, lastNonce());
        assertThat(told(CLUSTER, "a")).isEqualTo(new ResourceDelivery(published("a"), new Progress.Acknowledged()));
    }

    @Test
    void whileANewerVersionIsOnItsWayTheOldOneIsHeld() {
        publish(cluster("a"));
        subscribe(CLUSTER);
        settle();
        Held old = published("a");
        publish(cluster("a", 2));
        assertThat(told(CLUSTER, "a")).isEqualTo(new ResourceDelivery(old, new Progress.Due()));
        next();
        assertThat(told(CLUSTER, "a")).isEqualTo(new ResourceDelivery(old, new Progress.Sent()));
    }

    @Test
    void whoRefusedIsToldFromThoseFromWhomItIsWithheld() {
        publish(cluster("a"));
        subscribe(CLUSTER);
        next();
        refuse(CLUSTER, lastNonce());
        assertThat(told(CLUSTER, "a").progress())
                .isInstanceOfSatisfying(
                        Progress.Refused.class,
                        refused -> assertThat(refused.refusal().words()).isEqualTo("bad taste"));
        stream = begin(new DeltaProtocol(new Bundles(1 << 17)), "gw-2");
        subscribe(CLUSTER);
        assertThat(told(CLUSTER, "a").progress()).isInstanceOf(Progress.Withheld.class);
        stream = begin(new DeltaProtocol(new Bundles(1 << 17)));
        subscribe(CLUSTER);
        assertThat(told(CLUSTER, "a").progress()).as("back again").isInstanceOf(Progress.Refused.class);
    }

    @Test
    void whatIsAskedForByNameAndNotThereIsMissingOnceAnythingIsPublished() {
        subscribe(ROUTES, "main");
        assertThat(told(ROUTES, "main")).isEqualTo(new ResourceDelivery(NOTHING, new Progress.Due()));
        publish(cluster("a"));
        assertThat(told(ROUTES, "main")).isEqualTo(new ResourceDelivery(NOTHING, new Progress.Missing()));
        settle();
        assertThat(told(ROUTES, "main")).isEqualTo(new ResourceDelivery(NOTHING, new Progress.Missing()));
    }

    @Test
    void whatIsRemovedIsHeldUntilThatIsAcknowledged() {
        publish(cluster("a"), routes("main", "a"));
        subscribe(CLUSTER);
        subscribe(ROUTES, "main");
        settle();
        publish(cluster("a"));
        assertThat(told(ROUTES, "main").held()).isInstanceOf(Held.Version.class);
        next();
        assertThat(told(ROUTES, "main").progress()).isEqualTo(new Progress.Sent());
        settle();
        acknowledge(ROUTES, lastNonce());
        assertThat(told(ROUTES, "main")).isEqualTo(new ResourceDelivery(NOTHING, new Progress.Missing()));
    }

    @Test
    void aVersionOfBeforeTheStreamIsNotKnown() {
        publish(cluster("a"));
        stream.request(
                new Request.Delta(CLUSTER, Names.NONE, Names.NONE, Claims.of(Map.of("a", "of yesterday")), "", null));
        assertThat(told(CLUSTER, "a")).isEqualTo(new ResourceDelivery(new Held.Unknown(), new Progress.Due()));
    }

    @Test
    void aTypeThatWasNotAskedForIsNotTold() {
        publish(cluster("a"));
        subscribe(ROUTES, "main");
        assertThat(Report.of(stream)).containsOnlyKeys(ROUTES);
    }

    private Held published(String cluster) {
        return new Held.Version(
                Objects.requireNonNull(stream.target().snapshot().get(CLUSTER, cluster))
                        .version());
    }

    private ResourceDelivery told(ResourceType type, String name) {
        return Objects.requireNonNull(
                Objects.requireNonNull(Report.of(stream).get(type)).resources().get(name));
    }
}
