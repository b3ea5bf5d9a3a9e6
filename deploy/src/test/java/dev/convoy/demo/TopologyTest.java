package dev.convoy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.demo.Topology.Site;
import dev.convoy.embedded.LoopbackBlock;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopologyTest {
    @Test
    void aTakenPortIsNamedWithItsNeed() throws Exception {
        try (LoopbackBlock block = LoopbackBlock.claim()) {
            Topology topology = Topology.in(block);
            topology.requireFree();
            try (ServerSocket _ =
                    new ServerSocket(topology.gatewayPort(), 1, InetAddress.ofLiteral(topology.gateway(Site.OSAKA)))) {
                assertThatThrownBy(topology::requireFree)
                        .isInstanceOf(DemoFailure.class)
                        .hasMessageContaining("Port 18080 of " + topology.gateway(Site.OSAKA))
                        .hasMessageContaining("the gateway of osaka")
                        .hasMessageContaining("--port-base=28080");
            }
        }
    }

    @Test
    void theManifestsLeaveNothingOpenThatTheTopologyDoesNotFill() {
        Topology topology = Topology.fixed(Topology.DEFAULT_PORT_BASE);
        Map<String, String> blanks = new HashMap<>(topology.blanks(Site.TOKYO));
        blanks.put("service", "store-v1");
        blanks.put("pod", topology.pod(Site.TOKYO, "v1"));

        assertThat(Stream.of(
                        "store-namespace.yaml",
                        "edge-namespace.yaml",
                        "membership.yaml",
                        "service.yaml",
                        "gateway.yaml",
                        "header-route.yaml",
                        "split-route.yaml"))
                .flatMap(file -> Manifests.read(file, blanks))
                .hasSizeGreaterThan(6)
                .allSatisfy(object -> assertThat(object.toString()).doesNotContain("${"));
    }
}
