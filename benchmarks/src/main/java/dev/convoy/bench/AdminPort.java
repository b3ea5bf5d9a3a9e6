package dev.convoy.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The rivals' admin interface: {@code PUT /endpoint/V}, {@code /weight/V}, {@code /services/R}; {@code GET /heap}, {@code /steps}. */
final class AdminPort {
    private final Subject subject;

    private AdminPort(Subject subject) {
        this.subject = subject;
    }

    /** For a server that logs what the hub does: without this, what only Quarkus sets up makes Netty put each frame into words. */
    static void open(InetSocketAddress address, Subject subject) throws IOException {
        Logger.getLogger("").setLevel(Level.INFO);
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/", new AdminPort(subject)::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = 200;
            String body;
            try {
                body = answer(
                        exchange.getRequestMethod() + exchange.getRequestURI().getPath());
            } catch (RuntimeException failure) {
                status = 500;
                body = failure.toString();
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String answer(String call) {
        String[] parts = call.split("/", -1);
        switch (parts[0] + " " + parts[1]) {
            case "GET heap" -> {
                return "%.1f".formatted(heapInMiB());
            }
            case "GET steps" -> {
                return subject.steps();
            }
            case "PUT services" -> subject.resize(Integer.parseInt(parts[2]));
            default ->
                subject.change(Subject.Change.valueOf(parts[1].toUpperCase(Locale.ROOT)), Integer.parseInt(parts[2]));
        }
        return "";
    }

    /** What is alive: after a collection, twice, so that what only a reference queue held is gone as well. */
    private static double heapInMiB() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / (double) (1 << 20);
    }
}
