package dev.convoy.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * The Pods of one member, in one process: each listens on an address of its own and answers every request by saying which member, service
 * and version it is.
 *
 * <p>{@code EchoBackend <member> <address>:<port>=<service>=<version>…}
 */
public final class EchoBackend {
    static final String MEMBER_HEADER = "x-member";
    static final String SERVICE_HEADER = "x-service";
    static final String VERSION_HEADER = "x-version";
    static final String READY = "ready";

    private EchoBackend() {}

    @SuppressWarnings("SystemOut") // who starts it waits for this line
    public static void main(String[] arguments) throws IOException {
        // A server that ends idle connections would race with requests that are on their way.
        System.setProperty("sun.net.httpserver.idleInterval", "3600");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
        System.setProperty("sun.net.httpserver.nodelay", "true");
        for (int i = 1; i < arguments.length; i++) {
            listen(arguments[0], Pod.parse(arguments[i]));
        }
        System.out.println(READY);
    }

    /** One Pod as the command line names it. */
    record Pod(String address, int port, String service, String version) {
        static Pod parse(String argument) {
            String[] parts = argument.split("[:=]", -1);
            if (parts.length != 4) {
                throw new IllegalArgumentException(argument + " is not <address>:<port>=<service>=<version>");
            }
            return new Pod(parts[0], Integer.parseInt(parts[1]), parts[2], parts[3]);
        }

        String argument() {
            return address + ":" + port + "=" + service + "=" + version;
        }
    }

    private static void listen(String member, Pod pod) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(pod.address()), pod.port()), 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/healthz", exchange -> answer(exchange, "ok\n"));
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set(MEMBER_HEADER, member);
            exchange.getResponseHeaders().set(SERVICE_HEADER, pod.service());
            exchange.getResponseHeaders().set(VERSION_HEADER, pod.version());
            exchange.getResponseHeaders().set("content-type", "application/json");
            answer(exchange, """
                    {"member":"%s","service":"%s","version":"%s","pod":"%s"}
                    """.formatted(member, pod.service(), pod.version(), pod.address()));
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
