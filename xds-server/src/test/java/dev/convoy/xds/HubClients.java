package dev.convoy.xds;

import dev.convoy.embedded.LoopbackBlock;
import io.grpc.ManagedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A hub and its clients by gRPC, each on a connection of its own. They end with the test. */
final class HubClients implements AfterEachCallback {
    private final LoopbackBlock block = LoopbackBlock.claim();
    final Hub hub = new Hub(block.address());
    private final List<ManagedChannel> channels = new ArrayList<>();

    TestAuthority.Identity member(String name) {
        return hub.authority.client(Hub.IDENTITY + name);
    }

    /** A connection of whoever that is; nobody has no certificate. */
    ManagedChannel channel(TestAuthority.@Nullable Identity client) throws SSLException {
        ManagedChannel channel = hub.channel(client);
        channels.add(channel);
        return channel;
    }

    DeltaClient stream(TestAuthority.@Nullable Identity client) throws SSLException {
        return new DeltaClient(channel(client));
    }

    /** Those that serve, of all hubs of this process. */
    static long serverThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("xds-"))
                .count();
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 2_000; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            Thread.sleep(5);
        }
        throw new AssertionError("not within 2,000 looks");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        channels.forEach(ManagedChannel::shutdownNow);
        hub.close();
        block.close();
    }
}
