package dev.convoy.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A free port of loopback that nobody else gets until it is closed. Nothing listens there meanwhile, so whoever connects is refused. */
final class ReservedPort implements AutoCloseable {
    private final Socket holder = new Socket();

    ReservedPort() {
        try {
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException("there is no free port", e);
        }
    }

    int number() {
        return holder.getLocalPort();
    }

    @Override
    public void close() {
        try {
            holder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
