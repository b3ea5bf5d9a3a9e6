package dev.convoy.xds;

import dev.convoy.xds.snapshot.ResourceType;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A member's connection to the hub on which anything can be said: HTTP/2 as bytes, over mutual TLS. */
final class RawConnection implements AutoCloseable {
    /** A request for clusters. */
    static final byte[] ASK = DeltaDiscoveryRequest.newBuilder()
            .setNode(Node.newBuilder().setId("intruder"))
            .setTypeUrl(ResourceType.CLUSTER.typeUrl())
            .build()
            .toByteArray();

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final char[] NO_PASSWORD = {};
    private static final int PATIENCE_MILLIS = 20_000;

    private final SSLSocket socket;

    private RawConnection(SSLSocket socket) {
        this.socket = socket;
    }

    static RawConnection open(SSLContext tls, InetSocketAddress address) throws IOException {
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(address.getAddress(), address.getPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.startHandshake();
        return new RawConnection(socket);
    }

    /** On which the client has said what HTTP/2 begins with. */
    static RawConnection begun(SSLContext tls, InetSocketAddress address) throws IOException {
        RawConnection connection = open(tls, address);
        connection.say(preface());
        return connection;
    }

    static SSLContext tls(TestAuthority authority, TestAuthority.Identity identity) {
        try {
            KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
            keys.load(null, NO_PASSWORD);
            keys.setKeyEntry("client", identity.key(), NO_PASSWORD, new Certificate[] {identity.certificate()});
            keys.setCertificateEntry("ca", authority.certificate());
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(keys, NO_PASSWORD);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(keys);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The certificate that whoever listens there presents; it is to be the authority's. */
    static Certificate presentedAt(String ip, int port, TestAuthority authority) throws IOException {
        SSLContext tls = tls(authority, authority.client("spiffe://anybody"));
        try (RawConnection connection = open(tls, new InetSocketAddress(ip, port))) {
            return connection.socket.getSession().getPeerCertificates()[0];
        }
    }

    /** Says it, as far as the server listens. */
    void say(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (SocketException e) {
            // It hung up, which is its right.
        }
    }

    /** Opens so many streams of the discovery service, and asks for clusters on each. */
    void openStreams(int count) throws IOException {
        for (int stream = 1; stream < 2 * count; stream += 2) {
            say(joined(call(stream), message(stream, ASK)));
        }
    }

    /** What the server says first of all: each of its settings by its identifier (RFC 9113, section 6.5). */
    Map<Integer, Integer> settings() throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        if (in.readByte() != Http2FrameTypes.SETTINGS) {
            throw new IOException("HTTP/2 begins with settings");
        }
        in.skipNBytes(5); // flags and stream
        Map<Integer, Integer> settings = new HashMap<>();
        for (int read = 0; read < length; read += 6) {
            settings.put(in.readUnsignedShort(), in.readInt());
        }
        return settings;
    }

    /** Reads until there is a frame of that type on that stream; returns its flags. */
    Http2Flags listenFor(int type, int stream) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            boolean wanted = in.readUnsignedByte() == type;
            Http2Flags flags = new Http2Flags((short) in.readUnsignedByte());
            wanted &= in.readInt() == stream;
            in.skipNBytes(length);
            if (wanted) {
                return flags;
            }
        }
    }

    /** Reads until the server hangs up, or for that long. */
    void listen(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            socket.getInputStream().readAllBytes();
        } catch (SocketException | SocketTimeoutException e) {
            // It hung up rudely, or waits.
        }
    }

    /** Reads until the server hangs up; false where it does not. */
    boolean isHungUp() throws IOException {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    static byte[] preface() {
        return joined(PREFACE, frame(Http2FrameTypes.SETTINGS, 0, 0));
    }

    /** Asks not to be sent any data. */
    static byte[] deafPreface() {
        byte[] noWindow = {0, Http2CodecUtil.SETTINGS_INITIAL_WINDOW_SIZE, 0, 0, 0, 0};
        return joined(PREFACE, frame(Http2FrameTypes.SETTINGS, 0, 0, noWindow));
    }

    /** Opens a stream of the discovery service. */
    static byte[] call(int stream) {
        return frame(
                Http2FrameTypes.HEADERS,
                new Http2Flags().endOfHeaders(true).value(),
                stream,
                header(":method", "POST"),
                header(":scheme", "https"),
                header(":path", "/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources"),
                header(":authority", Hub.NAME),
                header("content-type", "application/grpc"),
                header("te", "trailers"));
    }

    /** One message on a stream. */
    static byte[] message(int stream, byte[] message) {
        return frame(
                Http2FrameTypes.DATA,
                0,
                stream,
                ByteBuffer.allocate(5).put((byte) 0).putInt(message.length).array(),
                message);
    }

    static byte[] frame(int type, int flags, int stream, byte[]... payload) {
        byte[] content = joined(payload);
        return joined(
                ByteBuffer.allocate(9)
                        .put((byte) (content.length >> 16))
                        .putShort((short) content.length)
                        .put((byte) type)
                        .put((byte) flags)
                        .putInt(stream)
                        .array(),
                content);
    }

    /** A literal without indexing: needs no table. */
    static byte[] header(String name, String value) {
        return joined(new byte[] {0}, text(name), text(value));
    }

    private static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > 126) {
            throw new IllegalArgumentException("longer than its length fits one byte: " + text);
        }
        return joined(new byte[] {(byte) bytes.length}, bytes);
    }

    static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
