package dev.convoy.xds.stream;

import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.listener;
import static dev.convoy.xds.Fixtures.routes;
import static dev.convoy.xds.snapshot.ResourceType.CLUSTER;
import static dev.convoy.xds.snapshot.ResourceType.ENDPOINTS;
import static dev.convoy.xds.snapshot.ResourceType.LISTENER;
import static dev.convoy.xds.snapshot.ResourceType.ROUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Make before break. */
class SequenceTest extends Conversation {
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

    /** A listener left and another came while routes were on their way to both: Envoy says so, in this order, and takes them. */
    @Test
    void aClusterStaysForRoutesThatAreOnTheirWayToWhoWantsThemNoMore() {
        publish(cluster("a"), routes("main", "a"));
        subscribe(CLUSTER);
        settle();
        subscribe(ROUTES, "main");
        assertThat(next()).isEqualTo("ROUTES main");
        String onTheWay = lastNonce();
        publish(cluster("b"), routes("main", "b"));
        assertThat(next()).isEqualTo("CLUSTER b");
        acknowledge(CLUSTER, lastNonce());
        stream.request(new Request.Delta(ROUTES, Names.NONE, Names.of(List.of("main")), Claims.NONE, "", null));
        assertThat(next())
                .as("it may have wanted them again before it hears of them")
                .isEqualTo("nothing");

        acknowledge(ROUTES, onTheWay);
        assertThat(next()).isEqualTo("CLUSTER -a");
    }
}
