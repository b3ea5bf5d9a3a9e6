package dev.convoy.xds;

import io.grpc.netty.GrpcSslContexts;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;

/** Mutual TLS whose keys may change: each new connection uses what the supplier gives at that moment. */
final class RotatingTls extends SslContext {
    private static final System.Logger LOG = System.getLogger(RotatingTls.class.getName());

    private final Supplier<ServerKeys> keys;
    private volatile Current current;

    RotatingTls(Supplier<ServerKeys> keys) {
        this.keys = keys;
        this.current = build(keys.get());
    }

    private SslContext now() {
        ServerKeys newest = keys.get();
        if (!newest.equals(current.keys())) {
            synchronized (this) {
                if (!newest.equals(current.keys())) {
                    try {
                        current = build(newest);
                    } catch (IllegalArgumentException e) {
                        LOG.log(System.Logger.Level.ERROR, "the new server keys cannot be used; the old ones stay", e);
                    }
                }
            }
        }
        return current.context();
    }

    private static Current build(ServerKeys keys) {
        try {
            SslContext context = GrpcSslContexts.configure(
                            SslContextBuilder.forServer(keys.key(), keys.chain().toArray(X509Certificate[]::new)))
                    .trustManager(keys.clientAuthorities().toArray(X509Certificate[]::new))
                    .clientAuth(ClientAuth.REQUIRE)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
            return new Current(keys, context);
        } catch (SSLException e) {
            throw new IllegalArgumentException("key, certificate or client authorities do not fit: " + keys, e);
        }
    }

    @Override
    public boolean isClient() {
        return false;
    }

    @Override
    public List<String> cipherSuites() {
        return current.context().cipherSuites();
    }

    @Override
    @SuppressWarnings("deprecation") // Netty's own abstract method; there is no other.
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return current.context().applicationProtocolNegotiator();
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator alloc) {
        return now().newEngine(alloc);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator alloc, String peerHost, int peerPort) {
        return now().newEngine(alloc, peerHost, peerPort);
    }

    @Override
    public SSLSessionContext sessionContext() {
        return current.context().sessionContext();
    }

    private record Current(ServerKeys keys, SslContext context) {}
}
