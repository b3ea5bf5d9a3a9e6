package dev.convoy.control.api;

import dev.convoy.control.access.Authenticator;
import dev.convoy.control.access.Identity;
import dev.convoy.registry.store.ObjectStore;
import dev.convoy.registry.store.StoreException;
import dev.convoy.xds.delivery.Deliveries;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Serves the API over HTTPS. Every request is worked on by a virtual thread of its own, since the store blocks; nothing of a body is read
 * before its sender is known.
 */
public final class ApiServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ApiServer.class.getName());
    private static final int IDLE_SECONDS = 900;
    /** Of one HTTP/2 connection, as many as Kubernetes admits. Unset, Vert.x admits any number. */
    private static final int STREAMS = 250;
    /** A token and a certificate request, and nothing that a stranger could fill the memory with. */
    private static final int JOIN_BYTES = 64 * 1024;

    private static final Duration BETWEEN_RENEWALS = Duration.ofMinutes(10);

    private final HttpServer server;
    private final Supplier<TlsMaterial> tls;
    private final Vertx vertx;
    private final long renewals;
    private final Authenticator authenticator;
    private final Limits limits;
    private final ChangeFeed feed;
    private final Api api;
    private final HostRule hosts;
    private final Failures failures;
    private final Semaphore working;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("api-", 0).factory());

    public ApiServer(
            Vertx vertx,
            ObjectStore store,
            Deliveries deliveries,
            Authenticator authenticator,
            Joining joining,
            Supplier<TlsMaterial> tls,
            Limits limits) {
        this.vertx = vertx;
        this.tls = tls;
        this.authenticator = authenticator;
        this.limits = limits;
        this.feed = new ChangeFeed(store);
        this.api = new Api(store, feed, deliveries, joining, limits);
        this.failures = new Failures(limits.failuresPerMinute(), InstantSource.system());
        this.working = new Semaphore(limits.requests());
        TlsMaterial material = tls.get();
        this.hosts = HostRule.of(material);
        this.server = vertx.createHttpServer(options(material, limits))
                .requestHandler(request -> {
                    request.pause();
                    threads.execute(() -> serve(request));
                })
                .invalidRequestHandler(request -> threads.execute(() -> refuseUnread(request)));
        this.renewals = vertx.setPeriodic(BETWEEN_RENEWALS.toMillis(), _ -> renewCertificate());
    }

    /** New connections get the newest certificate; those that are open stay. Happens by itself. */
    void renewCertificate() {
        server.updateSSLOptions(options(tls.get(), limits).getSslOptions())
                .onFailure(e -> LOG.log(System.Logger.Level.ERROR, "the API's certificate could not be renewed", e));
    }

    static HttpServerOptions options(TlsMaterial tls, Limits limits) {
        return new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setClientAuth(ClientAuth.REQUEST)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(tls.certificateChain()))
                        .addKeyValue(Buffer.buffer(tls.privateKey())))
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(tls.clientAuthorities())))
                .setMaxInitialLineLength(limits.urlBytes())
                .setMaxHeaderSize(limits.headerBytes())
                .setInitialSettings(new Http2Settings()
                        .setMaxHeaderListSize(limits.headerBytes())
                        .setMaxConcurrentStreams(STREAMS))
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
    }

    /**
     * Blocks until the server listens.
     *
     * @param port 0 for any that is free
     * @return the port
     */
    public int start(String address, int port) {
        return server.listen(port, address)
                .map(HttpServer::actualPort)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Ends the watches, lets their clients know, and stops. */
    @Override
    public void close() {
        vertx.cancelTimer(renewals);
        feed.close();
        server.close().toCompletionStage().toCompletableFuture().join();
        threads.close();
    }

    private void serve(HttpServerRequest request) {
        var exchange = new HttpExchange(request, limits);
        try {
            try {
                exchange.send(answer(request, exchange), () -> knows(request));
            } catch (Refusal refusal) {
                exchange.send(refusal);
            } catch (StoreException e) {
                exchange.send(StoreRefusals.of(e));
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "an answer did not arrive", e);
        } catch (InterruptedException e) {
            // The client has left, or the hub is stopping.
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "failed to answer " + request.method() + " " + Text.shown(request.path()),
                    e);
            breakOff(request, exchange);
        }
    }

    private void breakOff(HttpServerRequest request, HttpExchange exchange) {
        if (request.response().headWritten()) {
            exchange.cut();
            return;
        }
        try {
            exchange.send(
                    Refusal.internal("The hub failed to answer this; its log says why. Nothing of it is your fault."));
        } catch (IOException | InterruptedException e) {
            exchange.cut();
        }
    }

    private Answer answer(HttpServerRequest request, HttpExchange exchange) throws InterruptedException {
        String address = request.remoteAddress().hostAddress();
        if (request.method().equals(HttpMethod.POST) && "/join".equals(request.path())) {
            return join(request, exchange, address);
        }
        hosts.require(request.authority() == null ? null : request.authority().toString(), request.getHeader("Origin"));
        return answer(request, exchange, identify(request, address));
    }

    /** Needs no credential but the token in its body, nor a name that the certificate holds: its client pins the fleet's CA. */
    private Answer join(HttpServerRequest request, HttpExchange exchange, String address) throws InterruptedException {
        failures.require(address);
        try {
            // Before it takes a place: strangers that send slowly must not keep out those who are known.
            byte[] body = exchange.readBody(JOIN_BYTES);
            return worked(() -> api.joins().join(body, certificate(request)));
        } catch (Refusal refusal) {
            failures.add(address);
            throw refusal;
        }
    }

    private Answer answer(HttpServerRequest request, HttpExchange exchange, Identity who) throws InterruptedException {
        Map<String, String> query = new HashMap<>();
        request.params().forEach(query::put);
        var call = new Call(
                request.method().name(),
                PathReader.read(request.path()),
                query,
                header(request, "Accept"),
                header(request, "Content-Type").split(";", 2)[0].strip(),
                who,
                () -> exchange.readBody(limits.bodyBytes()));
        return worked(() -> api.answer(call));
    }

    private boolean knows(HttpServerRequest request) {
        return authenticate(request) instanceof Authenticator.Outcome.Known;
    }

    private Authenticator.Outcome authenticate(HttpServerRequest request) {
        return authenticator.authenticate(request.getHeader("Authorization"), certificate(request));
    }

    private Identity identify(HttpServerRequest request, String address) {
        return switch (authenticate(request)) {
            case Authenticator.Outcome.Known(Identity identity) -> identity;
            case Authenticator.Outcome.Unknown(String sentence) -> {
                failures.require(address);
                failures.add(address);
                throw Refusal.unauthorized(sentence);
            }
        };
    }

    @FunctionalInterface
    private interface Work {
        Answer get() throws InterruptedException;
    }

    /** With one of the places for requests; streaming needs none. */
    private Answer worked(Work work) throws InterruptedException {
        if (!working.tryAcquire(limits.patience().toMillis(), TimeUnit.MILLISECONDS)) {
            throw Refusal.tooManyRequests("The hub has its hands full; try again.", Duration.ofSeconds(1));
        }
        try {
            return work.get();
        } finally {
            working.release();
        }
    }

    private void refuseUnread(HttpServerRequest request) {
        try {
            new HttpExchange(request, limits)
                    .send(Refusal.badRequest("The request cannot be read: its request line may have "
                            + limits.urlBytes() + " bytes, its headers " + limits.headerBytes() + " together."));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a refusal did not arrive", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            request.connection().close();
        }
    }

    private static @Nullable X509Certificate certificate(HttpServerRequest request) {
        try {
            Certificate first = request.connection().peerCertificates().getFirst();
            return first instanceof X509Certificate certificate ? certificate : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    private static String header(HttpServerRequest request, String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }
}
