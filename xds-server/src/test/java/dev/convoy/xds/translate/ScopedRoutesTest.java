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
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendPlan.Hop;
import dev.convoy.model.plan.ChainPlan;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.PortPlan;
import dev.convoy.model.plan.RoutePlan.Action;
import dev.convoy.model.plan.VirtualHostPlan;
import dev.convoy.xds.snapshot.ResourceType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Envoy with many hosts in many shards: each request gets the routes that it would get if they were all in one.
 * {@code -Dconvoy.growth.hosts=10000} makes them very many.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScopedRoutesTest {
    private static final BackendId ECHO = fleetService("echo");
    private static final int HOSTS = Integer.getInteger("convoy.growth.hosts", 1_500);
    private static final int CLOSED = 8080;
    private static final int OPEN = 8081;

    private final Set<String> hostnames = new TreeSet<>();
    private Fleet fleet;
    private String address;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        fleet = new Fleet(directory);
        address = fleet.address();
        Pod echo = fleet.pod("echo");
        var hosts = new ArrayList<VirtualHostPlan>();
        for (int i = 0; i < HOSTS; i++) {
            hosts.add(redirecting("svc-" + i + ".example.com"));
        }
        for (String wildcard : List.of("*.example.com", "*.wild.test", "*.deep.wild.test", "*.com", "*.1")) {
            hosts.add(redirecting(wildcard));
        }
        hosts.add(redirecting("xn--bcher-kva.example"));
        hosts.add(redirecting("127.0.0.1"));
        hosts.add(host("echo.test", route("echo", prefix("/"), to(ECHO))));
        hosts.forEach(host -> hostnames.add(host.hostname()));
        var open = new ArrayList<>(hosts);
        open.add(redirecting("*"));
        GatewayPlan gateway = new GatewayPlan(
                GATEWAY,
                address,
                List.of(
                        new PortPlan(CLOSED, List.of(new ChainPlan("", null, hosts))),
                        new PortPlan(OPEN, List.of(new ChainPlan("", null, open)))));
        MemberPlan plan = new MemberPlan(
                TOKYO,
                List.of(gateway),
                List.of(backend(ECHO, at(TOKYO, 0, 1, new Hop.OwnPods(List.of(echo.address()))))),
                null);
        assertThat(Translator.translate(plan).of(ResourceType.ROUTES).size()).isGreaterThan(40);
        fleet.envoy(plan);
    }

    @AfterAll
    void stop() {
        fleet.close();
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
        int i = random.nextInt(HOSTS * 4 / 3);
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
}
