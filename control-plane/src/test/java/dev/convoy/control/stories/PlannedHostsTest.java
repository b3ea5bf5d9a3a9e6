package dev.convoy.control.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.control.planning.Planner;
import dev.convoy.model.FleetModel;
import dev.convoy.model.FleetObject;
import dev.convoy.model.GroupKind;
import dev.convoy.model.HttpRoute;
import dev.convoy.model.Kind;
import dev.convoy.model.MemberId;
import dev.convoy.model.Meta;
import dev.convoy.model.ObjectId;
import dev.convoy.model.PersistentMap;
import dev.convoy.model.Policy;
import dev.convoy.model.Reference;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.VirtualHostPlan;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.XdsResources;
import dev.convoy.xds.translate.Translator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many hosts, planned, translated into shards and asked of a real Envoy: the route that answers is the one that the plan says, however a
 * host is spelled. {@code -Dconvoy.growth.hosts=10000} makes them very many.
 */
class PlannedHostsTest {
    private static final int HOSTS = Integer.getInteger("convoy.growth.hosts", 1_500);
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> WILDCARDS =
            List.of("*.example.com", "*.deep.example.com", "*.wild.test", "*.deep.wild.test");

    @Test
    void aThousandRandomHostsAreAnsweredAsPlanned(@TempDir Path folder) throws Exception {
        try (StoryEnvoy envoy = new StoryEnvoy(folder)) {
            FleetModel fleet = fleet();
            MemberPlan plan = Moved.to(
                    envoy.block(),
                    Objects.requireNonNull(new Planner()
                            .plan(fleet, GatewayAddresses.NONE)
                            .members()
                            .get(new MemberId("tokyo"))));
            XdsResources translated = Translator.translate(plan);
            assertThat(translated.of(ResourceType.ROUTES).size()).isGreaterThan(10);
            envoy.mustAcknowledge("planned hosts", translated);
            GatewayPlan gateway = plan.gateways().getFirst();
            var hosts = gateway.ports().getFirst().chains().getFirst().hosts();
            Random random = new Random(11);
            try (Asking asking =
                    new Asking(gateway.address(), gateway.ports().getFirst().port())) {
                for (int i = 0; i < 1_000; i++) {
                    String host = anyHost(random);
                    assertThat(asking.winner(spelled(host, random))).as(host).isEqualTo(planned(hosts, host));
                }
            }
        }
    }

    /** The Gateway of a story, with a route for each host, and for some a younger rival that comes first in the alphabet. */
    private static FleetModel fleet() {
        Story story = Story.all().stream()
                .filter(candidate -> candidate.name().equals("precedence"))
                .findFirst()
                .orElseThrow();
        var routes = new ArrayList<FleetObject>();
        for (int i = 0; i < HOSTS; i++) {
            String host = "svc-" + i + (i % 3 == 0 ? ".deep" : "") + ".example.com";
            routes.add(route("host-" + i, host, 1));
            if (i % 10 == 0) {
                routes.add(route("a-rival-" + i, host, 0));
            }
        }
        for (String wildcard : WILDCARDS) {
            routes.add(route(wildcard.replace("*", "any"), wildcard, 2));
        }
        return story.fleet().with(routes, List.of());
    }

    /** Redirects to a host that bears its name. */
    private static HttpRoute route(String name, String hostname, int age) {
        var gateway = new Reference(new GroupKind("gateway.networking.k8s.io", "Gateway"), "store", "web");
        var id = new ObjectId(Tree.of(new MemberId("tokyo")), Kind.HTTP_ROUTE, "store", name);
        var everything = new HttpRoute.Match(
                new HttpRoute.PathMatch(HttpRoute.PathMatchType.PREFIX, "/"), List.of(), List.of(), null);
        return new HttpRoute(
                new Meta(id, 1, CREATED.minusSeconds(age), Map.of(), Map.of()),
                List.of(new HttpRoute.ParentRef(gateway, "", 0, false)),
                List.of(hostname),
                List.of(new HttpRoute.Rule(
                        "",
                        List.of(everything),
                        List.of(new Policy.Redirect(null, name + ".won", null, 0, 302)),
                        List.of())));
    }

    /** Where the first route of the most specific host leads, found by cutting off label after label. */
    private static String planned(PersistentMap<String, VirtualHostPlan> hosts, String host) {
        @Nullable VirtualHostPlan found = hosts.get(host);
        for (String rest = host; found == null && rest.contains("."); ) {
            rest = rest.substring(rest.indexOf('.') + 1);
            found = hosts.get("*." + rest);
        }
        return found == null ? "404" : redirect(found);
    }

    private static String redirect(VirtualHostPlan host) {
        return host.routes().getFirst().policies().stream()
                .map(policy -> ((Policy.Redirect) policy).hostname())
                .map(Objects::requireNonNull)
                .findFirst()
                .orElseThrow();
    }

    private static String anyHost(Random random) {
        int i = random.nextInt(HOSTS * 4 / 3);
        return switch (random.nextInt(8)) {
            case 0 -> "x" + i + ".wild.test";
            case 1 -> "a.x" + i + ".deep.wild.test";
            case 2 -> "unknown-" + i + ".org";
            case 3 -> List.of("wild.test", "example.com", "deep.example.com").get(i % 3);
            case 4, 5 -> "svc-" + i + ".deep.example.com";
            default -> "svc-" + i + ".example.com";
        };
    }

    private static String spelled(String host, Random random) {
        String cased = random.nextInt(3) == 0 ? host.toUpperCase(Locale.ROOT) : host;
        return random.nextInt(3) == 0 ? cased + ":" + (1 + random.nextInt(65_535)) : cased;
    }

    /** Requests on one connection. */
    private static final class Asking implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader answers;

        Asking(String address, int port) throws IOException {
            socket = new Socket(address, port);
            socket.setTcpNoDelay(true);
            answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        }

        /** Where it is redirected to, or the status where it is not. */
        String winner(String host) throws IOException {
            String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String result = line().split(" ", -1)[1];
            for (String header = line(); !header.isEmpty(); header = line()) {
                if (header.startsWith("location: ")) {
                    result = header.replaceAll("^location: http://|[:/]\\d*/?$", "");
                }
            }
            return result;
        }

        private String line() throws IOException {
            return Objects.requireNonNull(answers.readLine(), "no answer");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
