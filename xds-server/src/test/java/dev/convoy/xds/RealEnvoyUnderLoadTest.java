package dev.convoy.xds;

import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.routes;

import com.google.protobuf.Message;
import dev.convoy.xds.translate.Bootstrap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever changes while requests flow, none of them fails. */
class RealEnvoyUnderLoadTest extends RealEnvoyScene {
    @ParameterizedTest
    @EnumSource
    void routesMoveToNewClustersWithoutAFailedRequest(Bootstrap.Protocol protocol) throws Exception {
        publish(cluster("c0"), backend("c0"), routes("main", "c0"), front());
        envoy(protocol);
        await(() -> get().equals("200 c0"));
        Load load = new Load();
        for (int i = 1; i <= 15; i++) {
            String name = "c" + i;
            publish(cluster(name), backend(name), routes("main", name), front());
            await(() -> get().equals("200 " + name));
        }
        load.assertNoneFailed();
    }

    @ParameterizedTest
    @EnumSource
    void burstsOfChangesFailNoRequest(Bootstrap.Protocol protocol) throws Exception {
        publish(cluster("c0"), backend("c0"), routes("main", "c0"), front());
        envoy(protocol);
        await(() -> get().equals("200 c0"));
        Load load = new Load();
        for (int burst = 0; burst < 5; burst++) {
            for (int i = 1; i <= 10; i++) {
                String name = "c" + (burst * 10 + i);
                publish(cluster(name), backend(name), routes("main", name), front());
                Thread.sleep(i % 3);
            }
            String last = "200 c" + (burst * 10 + 10);
            await(() -> get().equals(last));
        }
        load.assertNoneFailed();
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatIsAwayFailsNoRequestEvenIfRoutesMoveMeanwhile(Bootstrap.Protocol protocol) throws Exception {
        Message a = backend("a");
        Message b = backend("b");
        publishBoth(a, b, "a");
        envoy(protocol);
        awaitAcknowledged(ALL);
        Load load = new Load();
        hub.restart();
        publishBoth(a, b, "a");
        awaitAcknowledged(ALL);
        hub.restart();
        publishBoth(a, b, "b");
        await(() -> get().equals("200 b"));
        load.assertNoneFailed();
    }

    /** The old one is still sending away the others when the Envoy is with the new one, or about to go there. */
    @ParameterizedTest
    @EnumSource
    void aServerThatHandsOverFailsNoRequestEvenIfRoutesMoveMeanwhile(Bootstrap.Protocol protocol) throws Exception {
        Message a = backend("a");
        Message b = backend("b");
        publishBoth(a, b, "a");
        envoy(protocol);
        awaitAcknowledged(ALL);
        Load load = new Load();
        Thread closing;
        try (RawConnection others = RawConnection.begun(
                RawConnection.tls(hub.authority, hub.authority.client(Hub.IDENTITY + "tokyo")), hub.address)) {
            others.openStreams(500);
            await(() -> hub.server.openStreams() == 501);
            closing = hub.handOver();
            publishBoth(a, b, "b");
            await(() -> get().equals("200 b"));
        }
        closing.join();
        load.assertNoneFailed();
    }

    private void publishBoth(Message a, Message b, String routedTo) {
        publish(cluster("a"), cluster("b"), a, b, routes("main", routedTo), front());
    }
}
