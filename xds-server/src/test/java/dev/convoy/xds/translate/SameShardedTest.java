package dev.convoy.xds.translate;

import static dev.convoy.xds.translate.Plans.TOKYO;
import static dev.convoy.xds.translate.Plans.at;
import static dev.convoy.xds.translate.Plans.fleetService;
import static dev.convoy.xds.translate.Plans.host;
import static dev.convoy.xds.translate.Plans.plaintext;
import static dev.convoy.xds.translate.Plans.prefix;
import static dev.convoy.xds.translate.Plans.reference;
import static dev.convoy.xds.translate.Plans.route;
import static dev.convoy.xds.translate.Plans.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.embedded.EnvoyAdmin;
import dev.convoy.embedded.EnvoyProcess;
import dev.convoy.model.PersistentMap;
import dev.convoy.model.Policy;
import dev.convoy.model.SocketAddress;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendPlan;
import dev.convoy.model.plan.BackendPlan.Hop;
import dev.convoy.model.plan.BackendPlan.Protocol;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.RoutePlan.Action;
import dev.convoy.model.plan.VirtualHostPlan;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.XdsResources;
import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real Envoy with two listeners for the same hosts, in many shards and all in one RouteConfiguration: who asks cannot tell them apart. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameShardedTest {
    private static final BackendId ECHO = fleetService("echo");
    private static final BackendId SHADOW = fleetService("shadow");
    private static final BackendId SOCKET = fleetService("socket");
    private static final BackendId GRPC = fleetService("grpc");
    private static final int SHARDED = 8080;
    private static final int PLAIN = 8081;
    private static final Duration SHORT = Duration.ofMillis(200);

    private Fleet fleet;
    private String address;
    private Pod echo;
    private Pod shadow;
    private EnvoyAdmin admin;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        fleet = new Fleet(directory);
        address = fleet.address();
        echo = fleet.pod("echo");
        shadow = fleet.pod("shadow");
        var hosts = new ArrayList<VirtualHostPlan>();
        for (int i = 0; i < 1_500; i++) {
            hosts.add(host("svc-" + i + ".example.com", route("other-" + i, prefix("/"), new Action.Answer(410))));
        }
        hosts.add(host("*.example.com", route("any", prefix("/"), new Action.Answer(411))));
        hosts.add(host("socket.test", route("socket", prefix("/"), to(SOCKET))));
        hosts.add(host(address, route("grpc", prefix(GrpcPod.PATH), to(GRPC))));
        hosts.add(host(
                "echo.test",
                route("slow", prefix("/slow"), to(ECHO), new Policy.Timeout(SHORT, null)),
                route("slow-attempt", prefix("/slow-attempt"), to(ECHO), new Policy.Timeout(null, SHORT)),
                route("idle", prefix("/slow-idle"), to(ECHO)),
                route("patience", prefix("/slow-but-well"), to(ECHO)),
                route("mirror", prefix("/mirror"), to(ECHO), new Policy.Mirror(reference("shadow"), 1, 1)),
                route("rest", prefix("/"), to(ECHO))));
        MemberPlan plan = new MemberPlan(
                TOKYO,
                List.of(plaintext(address, SHARDED, hosts.toArray(VirtualHostPlan[]::new))),
                List.of(
                        pods(ECHO, Protocol.HTTP1, echo.address()),
                        pods(SHADOW, Protocol.HTTP1, shadow.address()),
                        pods(SOCKET, Protocol.HTTP1, fleet.socketPod().address()),
                        pods(GRPC, Protocol.H2C, fleet.grpcPod("grpc").address())),
                null);
        XdsResources sharded = withIdleTimeout(Translator.translate(plan));
        assertThat(sharded.of(ResourceType.ROUTES).size()).isGreaterThan(10);
        EnvoyProcess envoy = fleet.envoy(plan);
        admin = envoy.admin();
        fleet.publish(TOKYO, PlainListener.beside(sharded, PLAIN));
        fleet.awaitAcknowledged(plan);
        Fleet.await(this::plainListens, "the plain listener does not listen");
    }

    @AfterAll
    void stop() {
        fleet.close();
    }

    @Test
    void aHostIsFoundInWhicheverShardItIs() {
        for (int i = 0; i < 1_500; i += 50) {
            String host = "svc-" + i + ".example.com";
            assertThat(same(port -> ask(port, "GET", host, "/")).status()).isEqualTo(410);
        }
        assertThat(same(port -> ask(port, "GET", "x.example.com", "/")).status())
                .isEqualTo(411);
        assertThat(same(port -> ask(port, "GET", "unknown.test", "/")).status()).isEqualTo(404);
    }

    @Test
    void aBackendSeesTheSameRequest() {
        Caller.Answer answer = same(port -> ask(port, "GET", "Echo.test:80", "/a//b/../c?q=1", "x-mine: 1"));

        assertThat(answer.body()).startsWith("GET /a/c?q=1\n").contains("host: Echo.test\n", "x-mine: 1\n");
    }

    @Test
    void aWebSocketFindsItsRoutes() {
        String said = same(this::saidByWebSocket);

        assertThat(said).isEqualTo("101, heard hello");
    }

    private String saidByWebSocket(int port) {
        try (Caller caller = new Caller(address, port)) {
            Caller.Answer answer = caller.get(
                    "Socket.test:80",
                    "/chat",
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            caller.say("hello\n");
            return answer.status() + ", " + caller.hear();
        }
    }

    @Test
    void aRequestThatTakesTooLongIsGivenUp() {
        assertThat(same(port -> ask(port, "GET", "echo.test", "/slow")).status())
                .isEqualTo(504);
        assertThat(same(port -> ask(port, "GET", "echo.test", "/slow-but-well")).status())
                .isEqualTo(200);
    }

    @Test
    void anAttemptThatTakesTooLongIsGivenUp() {
        assertThat(same(port -> ask(port, "POST", "echo.test", "/slow-attempt", "content-length: 0"))
                        .status())
                .isEqualTo(504);
    }

    @Test
    void aStreamThatIsIdleTooLongIsGivenUp() {
        Caller.Answer answer = same(port -> ask(port, "GET", "echo.test", "/slow-idle"));

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.body()).isEqualTo("stream timeout");
    }

    @Test
    void aPreflightReachesTheBackendWhichAloneAnswersIt() {
        Caller.Answer answer = same(port -> preflight(new SocketAddress(address, port)));

        assertThat(echo.lastRequest())
                .startsWith("OPTIONS /cors\n")
                .contains("origin: https://shop.test\n", "access-control-request-method: PUT\n");
        assertThat(answer).isEqualTo(preflight(echo.address()));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers().keySet().stream().filter(name -> name.startsWith("access-control-")))
                .hasSize(3);
    }

    private static Caller.Answer preflight(SocketAddress to) {
        return ask(
                to,
                "OPTIONS",
                "echo.test",
                "/cors",
                "Origin: https://shop.test",
                "Access-Control-Request-Method: PUT",
                "Access-Control-Request-Headers: x-token");
    }

    @Test
    void grpcReachesItsService() {
        String answer = same(port -> GrpcPod.call(address, port));

        assertThat(answer).isEqualTo("grpc");
    }

    @Test
    void aMirroredRequestArrivesOnce() {
        String shadowed = "cluster." + Names.cluster(SHADOW) + ".upstream_rq_";
        same(port -> {
            int arrived = shadow.requests();
            long sent = admin.stat(shadowed + "total");
            for (int i = 1; i <= 20; i++) {
                assertThat(ask(port, "GET", "echo.test", "/mirror").header("x-pod"))
                        .isEqualTo("echo");
            }
            Fleet.await(
                    () -> admin.stat(shadowed + "active") == 0
                            && admin.stat(shadowed + "pending_active") == 0
                            && shadow.requests() >= arrived + 20,
                    "the mirrored requests did not arrive");
            assertThat(admin.stat(shadowed + "total") - sent).isEqualTo(20);
            return shadow.requests() - arrived;
        });
    }

    /** A plan has them of five minutes and more only. */
    private static XdsResources withIdleTimeout(XdsResources translated) {
        PersistentMap<String, Resource> changed = translated.of(ResourceType.ROUTES);
        for (Resource resource : changed.values()) {
            RouteConfiguration.Builder routes = ((RouteConfiguration) resource.message()).toBuilder();
            for (VirtualHost.Builder host : routes.getVirtualHostsBuilderList()) {
                host.getRoutesBuilderList().stream()
                        .filter(route -> route.getName().contains("/idle/"))
                        .forEach(route -> route.getRouteBuilder().setIdleTimeout(Proto.duration(SHORT)));
            }
            changed =
                    changed.with(routes.getName(), Resource.of(ResourceType.ROUTES, routes.getName(), routes.build()));
        }
        var byType = new EnumMap<>(translated.byType());
        byType.put(ResourceType.ROUTES, changed);
        return new XdsResources(byType);
    }

    /** What comes of it at the port of the shards, which must be what comes of it at the plain one. */
    private static <T> T same(IntFunction<T> behaviour) {
        T plain = behaviour.apply(PLAIN);
        T sharded = behaviour.apply(SHARDED);
        assertThat(sharded).isEqualTo(plain);
        return sharded;
    }

    private boolean plainListens() {
        try {
            return ask(PLAIN, "GET", "echo.test", "/").status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private Caller.Answer ask(int port, String method, String host, String path, String... headers) {
        return ask(new SocketAddress(address, port), method, host, path, headers);
    }

    /** Without what differs from request to request. */
    private static Caller.Answer ask(
            SocketAddress to, String method, String host, String path, String... requestHeaders) {
        try (Caller caller = new Caller(to.ip(), to.port())) {
            Caller.Answer answer = caller.ask(method, host, path, requestHeaders);
            var headers = new TreeMap<>(answer.headers());
            headers.remove("date");
            return new Caller.Answer(
                    answer.status(), headers, answer.body().replaceAll("x-request-id: .*\n", "x-request-id\n"));
        }
    }

    private static BackendPlan pods(BackendId id, Protocol protocol, SocketAddress pod) {
        return new BackendPlan(id, protocol, List.of(at(TOKYO, 0, 1, new Hop.OwnPods(List.of(pod)))));
    }
}
