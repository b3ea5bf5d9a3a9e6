package dev.convoy.xds;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.routes;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.convoy.embedded.EnvoyAdmin;
import dev.convoy.xds.translate.Bootstrap;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A network between hub and Envoy that swallows everything without a word. */
class SilentNetworkTest extends RealEnvoyScene {
    /** 50 */
    @Test
    void envoyNoticesServesOnAndComesBackWhenItCan() throws Exception {
        BlackHole network = opened(new BlackHole(block.address(), hub.address));
        Message[] before = {cluster("a"), cluster("b"), backend("a"), backend("b"), routes("main", "a"), front()};
        publish(before);
        EnvoyAdmin admin = opened(Hub.envoy(
                        hub.authority,
                        network.address(),
                        folder,
                        TOKYO,
                        Bootstrap.Protocol.DELTA,
                        yaml -> yaml.replace("interval: 30s, timeout: 5s", "interval: 1.2s, timeout: 0.5s")))
                .awaitReady(Duration.ofSeconds(20))
                .admin();
        awaitAcknowledged(ALL);
        Load load = new Load();
        network.swallow();
        publish(cluster("a"), cluster("b"), before[2], before[3], routes("main", "b"), front());
        await(() -> admin.stat("cluster.hub.http2.keepalive_timeout") > 0);
        assertThat(get()).as("as it was").isEqualTo("200 a");
        network.recover();
        await(() -> get().equals("200 b"));
        load.assertNoneFailed();
    }

    /** Long before the Envoy does, whose bootstrap says 30 s. */
    @Test
    void theHubNoticesAndForgetsTheEnvoy() throws Exception {
        hub.restart(config -> config.withKeepAlive(Duration.ofSeconds(1), Duration.ofSeconds(2)));
        BlackHole network = opened(new BlackHole(block.address(), hub.address));
        publish(cluster("a"), backend("a"), routes("main", "a"), front());
        opened(Hub.envoy(
                        hub.authority,
                        network.address(),
                        folder,
                        TOKYO,
                        Bootstrap.Protocol.DELTA,
                        UnaryOperator.identity()))
                .awaitReady(PATIENCE);
        awaitAcknowledged(ALL);
        network.swallow();
        await(() -> hub.server.openStreams() == 0
                && hub.server.deliveries().groups().isEmpty());
    }
}
