package dev.convoy.xds.translate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.convoy.model.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP server that answers with its name and with what it was asked. Words in the path change that: {@code slow} never answers,
 * {@code slow-but-well} takes a second, * {@code lie} speaks as a gateway, {@code 503} is the status, {@code cut} ends the connection, {@code cors} lets other origins in.
 */
final class Pod implements AutoCloseable {
    private static final Duration SLOW = Duration.ofSeconds(1);
    private static final Duration FOREVER = Duration.ofDays(1); // or until it is closed

    private final String name;
    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile String lastRequest = "";

    private Pod(String name, HttpServer server) {
        this.name = name;
        this.server = server;
    }

    static Pod start(String name, String ip) {
        try {
            Pod pod = new Pod(name, HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(ip), 0), 1_000));
            pod.server.setExecutor(pod.workers);
            pod.server.createContext("/", pod::answer);
            pod.server.start();
            return pod;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SocketAddress address() {
        InetSocketAddress address = server.getAddress();
        return new SocketAddress(address.getAddress().getHostAddress(), address.getPort());
    }

    /** How many it has answered. */
    int requests() {
        return requests.get();
    }

    /** The last one as it came, empty before the first. */
    String lastRequest() {
        return lastRequest;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            String path = exchange.getRequestURI().getPath();
            if (path.contains("cut")) {
                return;
            }
            if (path.contains("slow-but-well")) {
                sleep(SLOW);
            } else if (path.contains("slow")) {
                sleep(FOREVER);
            }
            if (path.contains("lie")) {
                exchange.getResponseHeaders().add("x-ew-not-sent", "a lie");
            }
            exchange.getRequestBody().readAllBytes();
            lastRequest = description(exchange);
            if (path.contains("cors")) {
                exchange.getResponseHeaders().add("access-control-allow-origin", "https://shop.test");
                exchange.getResponseHeaders().add("access-control-allow-methods", "PUT, DELETE");
                exchange.getResponseHeaders().add("access-control-max-age", "600");
                exchange.sendResponseHeaders(204, -1);
                return;
            }
            byte[] body = lastRequest.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("x-pod", name);
            exchange.sendResponseHeaders(path.contains("503") ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String description(HttpExchange exchange) {
        StringBuilder text = new StringBuilder(exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n");
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        values.forEach(value -> text.append(name.toLowerCase(Locale.ROOT) + ": " + value + "\n")));
        return text.toString();
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Refuses connections from now on, and cuts those that are open. */
    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
