package dev.convoy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.convoy.embedded.LoopbackBlock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final int PORT = 8080;

    private final LoopbackBlock block = LoopbackBlock.claim();
    private final String address = block.address();
    private final Load load = new Load(address, PORT, Topology.HOST);

    @AfterEach
    void close() {
        load.close();
        block.close();
    }

    @Test
    void everyAnswerIsCountedByWhoGaveIt() throws Exception {
        EchoBackend.main(new String[] {"tokyo", new EchoBackend.Pod(address, PORT, "store-v1", "v1").argument()});

        Tally counted = load.count(200, Map.of());

        assertThat(counted).hasToString("200 store-v1 in tokyo");
        assertThat(counted.version("v1")).isEqualTo(200);
        assertThat(counted.failed()).isZero();
    }

    @Test
    void aStreamKeepsItsRateAndLosesNoAnswer() throws Exception {
        EchoBackend.main(new String[] {"tokyo", new EchoBackend.Pod(address, PORT, "store-v1", "v1").argument()});

        Load.Stream stream = load.stream(100, Map.of());
        Waiting.pause(Duration.ofSeconds(1));
        long taken = stream.take().total();
        long all = stream.stop().total();

        assertThat(taken).isBetween(50L, 110L);
        assertThat(all).isBetween(taken, taken + 30);
    }

    @Test
    void aRefusedConnectionIsAFailure() {
        assertThat(load.count(3, Map.of()).failed()).isEqualTo(3);
    }

    @Test
    void anAnswerThatNoBackendGaveIsAFailure() throws Exception {
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), PORT), 0);
        gateway.createContext("/", exchange -> {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        gateway.start();
        try {
            assertThat(load.count(3, Map.of())).hasToString("3 failed: status 503 of the gateway");
        } finally {
            gateway.stop(0);
        }
    }
}
