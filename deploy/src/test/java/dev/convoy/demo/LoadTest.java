package dev.convoy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.convoy.embedded.LoopbackBlock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final int PORT = 8080;

    /** Never given back, since a backend listens until the process ends. */
    private static final LoopbackBlock BLOCK = LoopbackBlock.claim();

    private final String address = BLOCK.address();
    private final Load load = new Load(address, PORT, Topology.HOST);

    @AfterEach
    void close() {
        load.close();
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

        AtomicLong taken = new AtomicLong();
        long start = System.nanoTime();
        Load.Stream stream = load.stream(100, Map.of());
        boolean keepsUp = Waiting.until(
                Duration.ofSeconds(20), () -> taken.addAndGet(stream.take().total()) >= 100);
        Tally all = stream.stop();
        double seconds = (System.nanoTime() - start) / 1e9;

        assertThat(keepsUp).isTrue();
        assertThat((double) all.total()).isBetween((double) taken.get(), 100 * seconds + 1);
        assertThat(all.failed()).isZero();
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
