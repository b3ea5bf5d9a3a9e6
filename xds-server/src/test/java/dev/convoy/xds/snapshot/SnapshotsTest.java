package dev.convoy.xds.snapshot;

import static dev.convoy.xds.Fixtures.OSAKA;
import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.endpoints;
import static dev.convoy.xds.Fixtures.listener;
import static dev.convoy.xds.Fixtures.resources;
import static dev.convoy.xds.Fixtures.routes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
    /** Fixed, so that no later build gives the same bytes another name. */
    private static final String VERSION_OF_A = "ef41eea44cb3ea36";

    private static final int PUBLICATIONS = 100;

    private final Snapshots snapshots = new Snapshots();

    @Test
    void whatIsEqualKeepsItsInstance() {
        Resource before = published(ResourceType.CLUSTER, resources(cluster("a"), cluster("b")), "a");
        Resource after = published(ResourceType.CLUSTER, resources(cluster("a"), cluster("b", 2)), "a");
        assertThat(after).isSameAs(before);
    }

    @Test
    void aPublicationHoldsOnlyWhatChanged() {
        snapshots.publish(TOKYO, resources(cluster("a"), cluster("b"), cluster("c")));
        Generation second = snapshots.publish(TOKYO, resources(cluster("a"), cluster("b", 2), cluster("d")));
        assertThat(second.changes())
                .extracting(change -> change.key().toString())
                .containsExactlyInAnyOrder("CLUSTER b", "CLUSTER c", "CLUSTER d", "ENDPOINTS c", "ENDPOINTS d");
    }

    @Test
    void theSamePublishedAgainIsNoPublication() {
        var woken = new AtomicInteger();
        snapshots.of(TOKYO).follow(woken::incrementAndGet);
        Generation first = snapshots.publish(TOKYO, resources(cluster("a")));
        Generation second = snapshots.publish(TOKYO, resources(cluster("a")));
        assertThat(second).isSameAs(first);
        assertThat(woken).hasValue(1);
    }

    @Test
    void theFirstPublicationCountsEvenIfItIsEmpty() {
        assertThat(snapshots.of(TOKYO).newest().isPublished()).isFalse();
        assertThat(snapshots.publish(TOKYO, resources()).isPublished()).isTrue();
    }

    @Test
    void onlyTheFollowersOfTheGroupAreWoken() {
        var woken = new AtomicInteger();
        snapshots.of(OSAKA).follow(woken::incrementAndGet);
        snapshots.publish(TOKYO, resources(cluster("a")));
        assertThat(woken).hasValue(0);
    }

    @Test
    void whoeverBlocksTheCommonPoolKeepsNobodyFromHearing() throws InterruptedException {
        GroupSnapshots group = snapshots.of(TOKYO);
        var heard = new Semaphore(0);
        group.follow(() -> heard.release(isTheLast(group.newest()) ? 1 : 0));
        var released = new Semaphore(0);
        for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism(); i++) {
            ForkJoinPool.commonPool().execute(released::acquireUninterruptibly);
        }
        try {
            // So fast that the last is told later.
            for (int i = 1; i <= PUBLICATIONS; i++) {
                snapshots.publish(TOKYO, resources(cluster("a", i)));
            }
            assertThat(heard.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            released.release(ForkJoinPool.getCommonPoolParallelism());
        }
    }

    private static boolean isTheLast(Generation generation) {
        Resource published = Objects.requireNonNull(generation.snapshot().get(ResourceType.CLUSTER, "a"));
        return ((Cluster) published.message()).getConnectTimeout().getSeconds() == PUBLICATIONS;
    }

    @Test
    void oneResourceHasOneVersionEverywhere() {
        assertThat(published(ResourceType.CLUSTER, resources(cluster("a")), "a").version())
                .isEqualTo(VERSION_OF_A);
    }

    @Test
    void anEdsClusterWithoutEndpointsHasAnEmptyAssignment() throws InvalidProtocolBufferException {
        Resource assignment = published(ResourceType.ENDPOINTS, resources(cluster("a")), "a");
        assertThat(Any.parseFrom(assignment.any()).unpack(ClusterLoadAssignment.class))
                .isEqualTo(
                        ClusterLoadAssignment.newBuilder().setClusterName("a").build());
    }

    @Test
    void aClusterOfAnotherTypeNeedsNoAssignment() {
        Cluster fixed = cluster("a").toBuilder()
                .setType(Cluster.DiscoveryType.STATIC)
                .clearEdsClusterConfig()
                .build();
        assertThat(snapshots
                        .publish(TOKYO, resources(fixed))
                        .snapshot()
                        .of(ResourceType.ENDPOINTS)
                        .keys())
                .isEmpty();
    }

    @Test
    void anAssignmentWithoutItsClusterIsRefusedAndTheGroupKeepsWhatItHad() {
        Generation good = snapshots.publish(TOKYO, resources(cluster("a")));
        assertThatThrownBy(() -> snapshots.publish(TOKYO, resources(endpoints("a", "10.0.0.1", 80))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ENDPOINTS a belongs to no EDS cluster");
        assertThat(snapshots.of(TOKYO).newest()).isSameAs(good);
    }

    @Test
    void routesToAClusterThatDoesNotExistAreRefused() {
        assertThatThrownBy(() -> snapshots.publish(TOKYO, resources(routes("main", "nowhere"))))
                .hasMessageContaining("ROUTES main needs CLUSTER nowhere, which does not exist");
    }

    @Test
    void aListenerWithoutItsRoutesIsRefused() {
        assertThatThrownBy(() -> snapshots.publish(TOKYO, resources(listener("front", "none", "127.0.0.1", 80))))
                .hasMessageContaining("LISTENER front needs ROUTES none, which does not exist");
    }

    @Test
    void aClusterDoesNotGoWhileRoutesThatStayedTheSameNeedIt() {
        snapshots.publish(TOKYO, resources(cluster("a"), cluster("b"), routes("main", "a")));
        assertThatThrownBy(() -> snapshots.publish(TOKYO, resources(cluster("b"), routes("main", "a"))))
                .hasMessageContaining("ROUTES main needs CLUSTER a, which does not exist");
    }

    @Test
    void theVersionOfASetDoesNotDependOnHowItCameAbout() {
        Generation atOnce = new Snapshots().publish(TOKYO, resources(cluster("a"), cluster("b")));
        snapshots.publish(TOKYO, resources(cluster("b", 2), cluster("c")));
        Generation changed = snapshots.publish(TOKYO, resources(cluster("a"), cluster("b")));
        assertThat(changed.snapshot().version(ResourceType.CLUSTER))
                .isEqualTo(atOnce.snapshot().version(ResourceType.CLUSTER));
    }

    private Resource published(ResourceType type, XdsResources resources, String name) {
        return Objects.requireNonNull(
                snapshots.publish(TOKYO, resources).snapshot().get(type, name));
    }
}
