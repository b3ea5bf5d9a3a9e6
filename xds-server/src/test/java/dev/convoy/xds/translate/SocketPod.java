package dev.convoy.xds.translate;

import dev.convoy.model.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Upgrades each connection to a WebSocket, more or less, and repeats the first line that it hears on it. */
final class SocketPod implements AutoCloseable {
    private final ServerSocket server;

    private SocketPod(ServerSocket server) {
        this.server = server;
    }

    static SocketPod start(String ip) {
        try {
            SocketPod pod = new SocketPod(new ServerSocket(0, 10, InetAddress.ofLiteral(ip)));
            Thread.ofVirtual().start(pod::accept);
            return pod;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SocketAddress address() {
        return new SocketAddress(server.getInetAddress().getHostAddress(), server.getLocalPort());
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = server.accept();
                Thread.ofVirtual().start(() -> talk(connection));
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void talk(Socket connection) {
        try (Caller other = new Caller(connection)) {
            String line = other.hear();
            while (!line.isEmpty()) {
                line = other.hear();
            }
            other.say("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n");
            other.say("heard " + other.hear() + "\n");
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
