package dev.convoy.xds.translate;

import static dev.convoy.xds.translate.Plans.GATEWAY;
import static dev.convoy.xds.translate.Plans.TOKYO;
import static dev.convoy.xds.translate.Plans.at;
import static dev.convoy.xds.translate.Plans.backend;
import static dev.convoy.xds.translate.Plans.fleetService;
import static dev.convoy.xds.translate.Plans.host;
import static dev.convoy.xds.translate.Plans.prefix;
import static dev.convoy.xds.translate.Plans.route;
import static dev.convoy.xds.translate.Plans.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.Policy;
import dev.convoy.model.SocketAddress;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendPlan.Hop;
import dev.convoy.model.plan.ChainPlan;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.PortPlan;
import dev.convoy.model.plan.RoutePlan.Action;
import dev.convoy.model.plan.VirtualHostPlan;
import dev.convoy.xds.snapshot.ResourceType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real Envoy with many hosts in many shards: each request gets the routes that it would get if they were all in one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScopedRoutesTest {
    private static final BackendId ECHO = fleetService("echo");
    private static final BackendId SOCKET = fleetService("socket");
    private static final int CLOSED = 8080;
    private static final int OPEN = 8081;
    private static final int ONE_HOST = 8082;

    private final Set<String> hostnames = new TreeSet<>();
    private Fleet fleet;
    private String address;
    private Pod echo;
    private ServerSocket socketServer;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        fleet = new Fleet(directory);
        address = fleet.address();
        echo = fleet.pod("echo");
        socketServer = new ServerSocket(0, 10, InetAddress.ofLiteral(address));
        Thread.ofVirtual().start(this::talk);
        var hosts = new ArrayList<VirtualHostPlan>();
        for (int i = 0; i < 1_500; i++) {
            hosts.add(redirecting("svc-" + i + ".example.com"));
        }
        for (String wildcard : List.of("*.example.com", "*.wild.test", "*.deep.wild.test", "*.com", "*.1")) {
            hosts.add(redirecting(wildcard));
        }
        hosts.add(redirecting("xn--bcher-kva.example"));
        hosts.add(redirecting("127.0.0.1"));
        VirtualHostPlan echoing = host("echo.test", route("echo", prefix("/"), to(ECHO)));
        hosts.add(echoing);
        hosts.add(host("socket.test", route("socket", prefix("/"), to(SOCKET))));
        hosts.forEach(host -> hostnames.add(host.hostname()));
        var open = new ArrayList<>(hosts);
        open.add(redirecting("*"));
        GatewayPlan gateway = new GatewayPlan(
                GATEWAY,
                address,
                List.of(
                        new PortPlan(CLOSED, List.of(new ChainPlan("", null, hosts))),
                        new PortPlan(OPEN, List.of(new ChainPlan("", null, open))),
                        new PortPlan(ONE_HOST, List.of(new ChainPlan("", null, List.of(echoing))))));
        var socket = new SocketAddress(address, socketServer.getLocalPort());
        MemberPlan plan = new MemberPlan(
                TOKYO,
                List.of(gateway),
                List.of(
                        backend(ECHO, at(TOKYO, 0, 1, new Hop.OwnPods(List.of(echo.address())))),
                        backend(SOCKET, at(TOKYO, 0, 1, new Hop.OwnPods(List.of(socket))))),
                null);
        assertThat(Translator.translate(plan).of(ResourceType.ROUTES).size()).isGreaterThan(40);
        fleet.envoy(plan);
    }

    @AfterAll
    void stop() throws IOException {
        fleet.close();
        socketServer.close();
    }

    @Test
    void aThousandRandomHostsGetTheRoutesOfTheMostSpecificHostname() {
        Random random = new Random(9);
        try (Caller closed = new Caller(address, CLOSED);
                Caller open = new Caller(address, OPEN)) {
            for (int i = 0; i < 1_000; i++) {
                String host = spelled(anyHost(random), random);
                assertThat(winner(closed, host)).as(host).isEqualTo(mostSpecific(host, "404"));
                assertThat(winner(open, host)).as(host).isEqualTo(mostSpecific(host, "*"));
            }
        }
    }

    @Test
    void aHostThatIsNoneIsAnsweredLikeAnyUnknownOne() {
        try (Caller closed = new Caller(address, CLOSED);
                Caller open = new Caller(address, OPEN)) {
            for (String odd :
                    List.of("", "[::1]", "[::1]:8080", "%00", "a..b", "-", "*", "x".repeat(300), "y".repeat(9_000))) {
                assertThat(winner(closed, odd)).as(odd).isEqualTo("404");
                assertThat(winner(open, odd)).as(odd).isEqualTo("*");
            }
        }
    }

    @Test
    void aClientsOwnScopeIsNeitherTrustedNorForwarded() {
        try (Caller caller = new Caller(address, CLOSED)) {
            for (int bucket = 0; bucket < 512; bucket += 73) {
                String forged = "x-convoy-scope: " + Names.scope(Names.chain(GATEWAY, OPEN, ""), bucket);
                assertThat(caller.get("unknown.test", "/", forged, forged).status())
                        .isEqualTo(404);
                assertThat(caller.get("echo.test", "/", forged).body())
                        .contains("host: echo.test\n")
                        .doesNotContain("x-convoy");
            }
        }
    }

    @Test
    void aWebSocketFindsItsRoutes() {
        try (Caller caller = new Caller(address, CLOSED)) {
            Caller.Answer answer = caller.get(
                    "Socket.test:80",
                    "/chat",
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            assertThat(answer.status()).isEqualTo(101);
            caller.say("hello\n");
            assertThat(caller.hear()).isEqualTo("heard hello");
        }
    }

    @Test
    void aPreflightReachesTheBackendWhichAloneAnswersIt() {
        Caller.Answer own = preflight(echo.address());

        for (int port : List.of(CLOSED, OPEN, ONE_HOST)) {
            Caller.Answer answer = preflight(new SocketAddress(address, port));

            assertThat(echo.lastRequest())
                    .startsWith("OPTIONS /cors\n")
                    .contains("origin: https://shop.test\n", "access-control-request-method: PUT\n");
            assertThat(answer.status()).isEqualTo(own.status()).isEqualTo(204);
            assertThat(corsHeaders(answer)).isEqualTo(corsHeaders(own)).hasSize(3);
        }
    }

    private static Caller.Answer preflight(SocketAddress to) {
        try (Caller caller = new Caller(to.ip(), to.port())) {
            return caller.ask(
                    "OPTIONS",
                    "echo.test",
                    "/cors",
                    "Origin: https://shop.test",
                    "Access-Control-Request-Method: PUT",
                    "Access-Control-Request-Headers: x-token");
        }
    }

    private static Map<String, String> corsHeaders(Caller.Answer answer) {
        var headers = new TreeMap<>(answer.headers());
        headers.keySet().removeIf(name -> !name.startsWith("access-control-"));
        return headers;
    }

    private static VirtualHostPlan redirecting(String hostname) {
        var to = new Policy.Redirect(null, winner(hostname), null, 0, 302);
        return host(hostname, route("to-winner", prefix("/"), new Action.Redirect(), to));
    }

    private static String winner(String hostname) {
        return hostname.replace("*", "any") + ".won";
    }

    private static String winner(Caller caller, String host) {
        Caller.Answer answer = caller.get(host, "/");
        return answer.status() == 302
                ? answer.header("location").replaceAll("^http://|\\.won.*$", "").replaceFirst("^any", "*")
                : Integer.toString(answer.status());
    }

    private String mostSpecific(String host, String otherwise) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
        if (hostnames.contains(name)) {
            return name;
        }
        return hostnames.stream()
                .filter(pattern -> pattern.startsWith("*.") && name.endsWith(pattern.substring(1)))
                .max(Comparator.comparingInt(String::length))
                .orElse(otherwise);
    }

    private static String anyHost(Random random) {
        int i = random.nextInt(2_000);
        return switch (random.nextInt(8)) {
            case 0 -> "x" + i + ".wild.test";
            case 1 -> "x" + i + ".deep.wild.test";
            case 2 -> "a.b.c" + i + ".wild.test";
            case 3 -> "unknown-" + i + ".org";
            case 4 ->
                List.of("xn--bcher-kva.example", "127.0.0.1", "10.0.0.1", "wild.test", "example.com")
                        .get(i % 5);
            case 5 -> "svc-" + i + ".example.com.";
            default -> "svc-" + i + ".example.com";
        };
    }

    private static String spelled(String host, Random random) {
        String cased = random.nextInt(3) == 0 ? host.toUpperCase(Locale.ROOT) : host;
        return random.nextInt(3) == 0 ? cased + ":" + (1 + random.nextInt(65_535)) : cased;
    }

    /** Upgrades a connection, and repeats the first line that it hears on it. */
    private void talk() {
        try (var connection = socketServer.accept();
                Caller other = new Caller(connection)) {
            String line = other.hear();
            while (!line.isEmpty()) {
                line = other.hear();
            }
            other.say("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n");
            other.say("heard " + other.hear() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
