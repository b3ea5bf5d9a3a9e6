package dev.convoy.xds;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.resources;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that closes takes in nobody, and sends those who are there elsewhere. Over real gRPC with mutual TLS. */
class ClosingTest {
    private static final int STREAMS = 500;

    @RegisterExtension
    final HubClients clients = new HubClients();

    private final Hub hub = clients.hub;

    @Test
    void streamsEndWithAWord() throws Exception {
        hub.snapshots.publish(TOKYO, resources(cluster("a")));
        DeltaClient stream = clients.stream(clients.member("tokyo"));
        stream.ask("gw-1");
        stream.response();
        hub.stop();
        Status status = stream.end();
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription()).contains("shutting down");
    }

    @Test
    void manyStreamsDoNotEndInTheSameInstant() throws Exception {
        Thread closing;
        try (RawConnection connection = connection()) {
            connection.openStreams(STREAMS);
            HubClients.await(() -> hub.server.openStreams() == STREAMS);
            long start = System.nanoTime();
            closing = Thread.ofVirtual().start(hub::stop);
            HubClients.await(() -> hub.server.openStreams() == 0);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(STREAMS - 1));
        }
        closing.join();
    }

    /** It does not say that it has heard that the connection is not to be used any more. */
    @Test
    void whoComesMeanwhileIsTurnedAwayAndWhoStaysIsHungUpOn() throws Exception {
        Thread closing;
        try (RawConnection connection = connection()) {
            assertThat(connection.settings()).isNotEmpty();
            closing = Thread.ofVirtual().start(hub::stop);
            connection.listenFor(Http2FrameTypes.GO_AWAY, 0);
            connection.openStreams(1);
            assertThat(connection.listenFor(Http2FrameTypes.HEADERS, 1).endOfStream())
                    .isTrue();
            assertThat(connection.isHungUp()).isTrue();
        }
        closing.join();
    }

    private RawConnection connection() throws IOException {
        return RawConnection.begun(RawConnection.tls(hub.authority, clients.member("tokyo")), hub.address);
    }
}
