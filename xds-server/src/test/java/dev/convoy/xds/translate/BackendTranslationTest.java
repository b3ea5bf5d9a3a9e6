package dev.convoy.xds.translate;

import static dev.convoy.xds.translate.Plans.OSAKA;
import static dev.convoy.xds.translate.Plans.SINGAPORE;
import static dev.convoy.xds.translate.Plans.TOKYO;
import static dev.convoy.xds.translate.Plans.at;
import static dev.convoy.xds.translate.Plans.backend;
import static dev.convoy.xds.translate.Plans.fleetService;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.SocketAddress;
import dev.convoy.model.plan.BackendPlan;
import dev.convoy.model.plan.BackendPlan.Hop;
import dev.convoy.model.plan.BackendPlan.MemberEndpoints;
import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.TransportSocketMatch;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendTranslationTest {
    private static final SocketAddress POD_1 = new SocketAddress("127.1.1.11", 8080);
    private static final SocketAddress POD_2 = new SocketAddress("127.1.1.12", 8080);
    private static final SocketAddress POD_3 = new SocketAddress("127.1.1.13", 8080);
    private static final Hop OWN = new Hop.OwnPods(List.of(POD_1, POD_2));
    private static final Hop NEIGHBOUR = new Hop.NeighbourPods(List.of(POD_3));
    private static final Hop GATEWAY = new Hop.EastWestGateway(new SocketAddress("127.1.2.1", 15443));

    @Test
    void eachRemoteMemberHasASocketAndOnlyWhatIsNoGatewayIsCalledInPlaintext() {
        Cluster cluster = cluster(at(TOKYO, 0, 2, OWN), at(SINGAPORE, 1, 1, GATEWAY), at(OSAKA, 1, 1, GATEWAY));

        assertThat(cluster.getTransportSocketMatchesList())
                .extracting(TransportSocketMatch::getName)
                .containsExactly("osaka", "singapore", "gateways", "pods");
        assertThat(cluster.getTransportSocketMatches(3).getTransportSocket().getName())
                .isEqualTo("envoy.transport_sockets.raw_buffer");
        assertThat(cluster.getHealthChecksCount()).isEqualTo(1);
        assertThat(cluster.hasOutlierDetection()).isFalse();
    }

    @Test
    void ofOneRemoteMemberAllGatewaysAre() {
        Cluster cluster = cluster(at(TOKYO, 0, 2, OWN), at(OSAKA, 1, 1, GATEWAY));

        assertThat(cluster.getTransportSocketMatchesList())
                .extracting(TransportSocketMatch::getName)
                .containsExactly("gateways", "pods");
    }

    @Test
    void ownPodsAloneLeaveWhenTheyRefuseConnections() {
        Cluster cluster = cluster(at(TOKYO, 0, 2, OWN));

        assertThat(cluster.hasOutlierDetection()).isTrue();
        assertThat(cluster.getHealthChecksList()).isEmpty();
        assertThat(cluster.hasTransportSocket()).isFalse();
    }

    @Test
    void neighboursAreNeitherCheckedNorEjected() {
        Cluster cluster = cluster(at(TOKYO, 0, 2, OWN), at(OSAKA, 1, 1, NEIGHBOUR));

        assertThat(cluster.hasOutlierDetection()).isFalse();
        assertThat(cluster.getHealthChecksList()).isEmpty();
    }

    @Test
    void noHealthChangeWaitsAndNoPanicSpreads() {
        Cluster cluster = cluster(at(TOKYO, 0, 2, OWN));

        assertThat(cluster.getCommonLbConfig().getUpdateMergeWindow()).isEqualTo(Proto.millis(0));
        assertThat(cluster.getCommonLbConfig().hasUpdateMergeWindow()).isTrue();
        assertThat(cluster.getCommonLbConfig().getHealthyPanicThreshold().getValue())
                .isZero();
    }

    @Test
    void endpointsShareTheirMembersWeight() {
        ClusterLoadAssignment assignment = assignment(at(TOKYO, 0, 80, OWN), at(OSAKA, 0, 20, GATEWAY));

        assertThat(assignment.getEndpointsList())
                .extracting(locality -> locality.getLoadBalancingWeight().getValue())
                .containsExactly(80, 20);
        assertThat(assignment.getEndpointsList())
                .extracting(BackendTranslationTest::endpointWeight)
                .containsExactly(40, 20);
        assertThat(assignment.getPolicy().getWeightedPriorityHealth()).isTrue();
    }

    @Test
    void aWeightThatCannotBeDividedIsSharedInThousandths() {
        Hop three = new Hop.OwnPods(List.of(POD_1, POD_2, POD_3));

        ClusterLoadAssignment assignment = assignment(at(TOKYO, 0, 1, three), at(OSAKA, 0, 1, GATEWAY));

        assertThat(assignment.getEndpointsList())
                .extracting(BackendTranslationTest::endpointWeight)
                .containsExactly(333, 1000);
    }

    @Test
    void membersOfOneZoneStayApart() {
        ClusterLoadAssignment assignment = assignment(at(TOKYO, 0, 2, OWN), at(OSAKA, 0, 1, GATEWAY));

        assertThat(assignment.getEndpointsList())
                .extracting(locality -> locality.getLocality().getSubZone())
                .containsExactly("tokyo", "osaka");
    }

    @Test
    void onlyGatewaysAreAskedForTheirHealth() {
        ClusterLoadAssignment assignment =
                assignment(at(TOKYO, 0, 2, OWN), at(OSAKA, 0, 1, NEIGHBOUR), at(SINGAPORE, 1, 1, GATEWAY));

        assertThat(assignment.getEndpointsList())
                .extracting(locality -> locality.getLbEndpoints(0)
                        .getEndpoint()
                        .getHealthCheckConfig()
                        .getDisableActiveHealthCheck())
                .containsExactly(true, true, false);
    }

    @Test
    void aMemberWithoutPodsIsNoLocality() {
        ClusterLoadAssignment assignment = assignment(at(TOKYO, 0, 1, new Hop.OwnPods(List.of())));

        assertThat(assignment.getEndpointsList()).isEmpty();
        assertThat(assignment.getClusterName()).isEqualTo("serviceimport/store/echo/8080");
    }

    @Test
    void manyQuestionsAreAskedLessOften() {
        assertThat(ProbeBudget.interval(1)).isEqualTo(Duration.ofMillis(500));
        assertThat(ProbeBudget.interval(500)).isEqualTo(Duration.ofMillis(500));
        assertThat(ProbeBudget.interval(501)).isEqualTo(Duration.ofSeconds(1));
        assertThat(ProbeBudget.interval(1_000_000)).isEqualTo(Duration.ofSeconds(32));
    }

    private static int endpointWeight(LocalityLbEndpoints locality) {
        return locality.getLbEndpoints(0).getLoadBalancingWeight().getValue();
    }

    private static BackendPlan plan(MemberEndpoints... localities) {
        return backend(fleetService("echo"), localities);
    }

    private static Cluster cluster(MemberEndpoints... localities) {
        return BackendTranslation.translate(plan(localities), Duration.ofMillis(500));
    }

    private static ClusterLoadAssignment assignment(MemberEndpoints... localities) {
        return AssignmentTranslation.translate(plan(localities));
    }
}
