package dev.convoy.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A block of 250 addresses 127.x.y.z that nobody else who asks here holds, on the whole machine, until this one is closed. Tests that run
 * at the same time therefore never meet, whatever ports they use.
 */
public final class LoopbackBlock implements AutoCloseable {
    private static final int LOCK_HOST = 254;
    private static final int LOCK_PORT = 61_999;
    private static final int LAST_HOST = 250;
    private static final Set<SocketAddress> GIVEN = ConcurrentHashMap.newKeySet();

    private final String prefix;
    private final ServerSocket lock;
    private final AtomicInteger last = new AtomicInteger();

    private LoopbackBlock(String prefix, ServerSocket lock) {
        this.prefix = prefix;
        this.lock = lock;
    }

    /** Takes a block from 127.64.0.0 to 127.254.255.0; lower ones are left to fixed uses. */
    public static LoopbackBlock claim() {
        SplittableRandom random = new SplittableRandom();
        for (int attempt = 0; attempt < 100; attempt++) {
            String prefix = "127." + random.nextInt(64, 255) + "." + random.nextInt(0, 256) + ".";
            try {
                return new LoopbackBlock(prefix, bind(prefix + LOCK_HOST, LOCK_PORT));
            } catch (IOException _) {
                // Held by another test: the next guess.
            }
        }
        throw new IllegalStateException(
                "no block of loopback addresses is free; is 127.0.0.0/8 usable on this machine?");
    }

    /** An address of this block that was not given away yet. */
    public String address() {
        int host = last.incrementAndGet();
        if (host > LAST_HOST) {
            throw new IllegalStateException("all addresses of the block " + prefix + "0 are given away");
        }
        return prefix + host;
    }

    /** A port that is free at an address now, and was given to nobody else here. */
    public static int freePort(String address) {
        while (true) {
            try (ServerSocket socket = bind(address, 0)) {
                if (GIVEN.add(socket.getLocalSocketAddress())) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("no port can be had at " + address, e);
            }
        }
    }

    private static ServerSocket bind(String address, int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
