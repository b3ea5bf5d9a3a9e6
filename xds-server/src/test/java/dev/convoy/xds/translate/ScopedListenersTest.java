package dev.convoy.xds.translate;

import static dev.convoy.xds.translate.Plans.GATEWAY;
import static dev.convoy.xds.translate.Plans.TOKYO;
import static dev.convoy.xds.translate.Plans.host;
import static dev.convoy.xds.translate.Plans.prefix;
import static dev.convoy.xds.translate.Plans.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.model.Kind;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.ChainPlan;
import dev.convoy.model.plan.GatewayPlan;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.PortPlan;
import dev.convoy.model.plan.RoutePlan.Action;
import dev.convoy.model.plan.TlsPlan;
import dev.convoy.model.plan.VirtualHostPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Listeners share the scopes of their Envoy: others come and go without harm to those that stay. */
class ScopedListenersTest {
    private static final ObjectId OTHER = new ObjectId(Tree.fleet(), Kind.GATEWAY, "store", "other");
    private static final int FOUND = 204;

    private final AtomicBoolean done = new AtomicBoolean();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @EnumSource
    void listenersComeAndGoWithoutHarmToOthers(Bootstrap.Protocol protocol, @TempDir Path directory) throws Exception {
        try (Fleet fleet = new Fleet(directory)) {
            String address = fleet.address();
            String another = fleet.address();
            GatewayPlan stays = new GatewayPlan(GATEWAY, address, List.of(port(8080, "a.test")));
            GatewayPlan larger =
                    new GatewayPlan(GATEWAY, address, List.of(port(8080, "a.test"), port(8081, "b.test"), tls(fleet)));
            GatewayPlan other = new GatewayPlan(OTHER, another, List.of(port(8080, "c.test")));
            fleet.envoy(plan(stays), protocol);
            Thread caller = Thread.ofVirtual().start(() -> call(address));

            for (int i = 0; i < 3; i++) {
                publish(fleet, plan(other, stays));
                assertThat(status(another, 8080, "c.test")).isEqualTo(FOUND);
                assertThat(status(another, 8080, "a.test")).isEqualTo(404);
                publish(fleet, plan(other, larger));
                assertThat(status(address, 8081, "b.test")).isEqualTo(FOUND);
                publish(fleet, plan(larger));
                assertThat(status(address, 8081, "a.test")).isEqualTo(404);
                publish(fleet, plan(stays));
            }
            done.set(true);
            caller.join();
            assertThat(failures).isEmpty();

            publish(fleet, plan());
            publish(fleet, plan(other));
            assertThat(status(another, 8080, "c.test")).isEqualTo(FOUND);
        }
    }

    private static void publish(Fleet fleet, MemberPlan plan) {
        fleet.publish(plan);
        fleet.awaitAcknowledged(plan);
    }

    private void call(String address) {
        try {
            while (!done.get()) {
                int status = status(address, 8080, "a.test");
                if (status != FOUND) {
                    failures.add("a.test: " + status);
                }
                Thread.sleep(Duration.ofMillis(2));
            }
        } catch (InterruptedException | RuntimeException e) {
            failures.add(e.toString());
        }
    }

    private static int status(String address, int port, String host) {
        try (Caller caller = new Caller(address, port)) {
            return caller.get(host, "/").status();
        }
    }

    private static MemberPlan plan(GatewayPlan... gateways) {
        return new MemberPlan(TOKYO, List.of(gateways), List.of(), null);
    }

    /** With so many more hosts that there are several shards. */
    private static PortPlan port(int port, String hostname) {
        var hosts = new ArrayList<VirtualHostPlan>();
        hosts.add(answering(hostname));
        IntStream.range(0, 200).forEach(i -> hosts.add(answering("svc-" + i + "." + hostname)));
        return new PortPlan(port, List.of(new ChainPlan("", null, hosts)));
    }

    private static PortPlan tls(Fleet fleet) {
        var tls = new TlsPlan(List.of(fleet.certificateFor("d.test")));
        return new PortPlan(8443, List.of(new ChainPlan("d.test", tls, List.of(answering("d.test")))));
    }

    private static VirtualHostPlan answering(String hostname) {
        return host(hostname, route("answer", prefix("/"), new Action.Answer(FOUND)));
    }
}
