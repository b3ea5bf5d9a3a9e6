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

/** An HTTP server that answers with its name and with what it was asked. A path that contains {@code slow} takes two seconds. */
final class Pod implements AutoCloseable {
    private static final Duration SLOW = Duration.ofSeconds(2);

    private final String name;
    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger requests = new AtomicInteger();

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

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            if (exchange.getRequestURI().getPath().contains("slow")) {
                sleep();
            }
            exchange.getRequestBody().readAllBytes();
            byte[] body = description(exchange).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("x-pod", name);
            exchange.getResponseHeaders().add("x-ew-not-sent", "a lie");
            exchange.sendResponseHeaders(200, body.length);
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

    private static void sleep() {
        try {
            Thread.sleep(SLOW);
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
