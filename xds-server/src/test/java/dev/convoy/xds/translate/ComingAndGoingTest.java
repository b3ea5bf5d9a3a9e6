package dev.convoy.xds.translate;

import static dev.convoy.xds.translate.Plans.OSAKA;
import static dev.convoy.xds.translate.Plans.TOKYO;
import static dev.convoy.xds.translate.Plans.at;
import static dev.convoy.xds.translate.Plans.backend;
import static dev.convoy.xds.translate.Plans.fleetService;
import static dev.convoy.xds.translate.Plans.host;
import static dev.convoy.xds.translate.Plans.plaintext;
import static dev.convoy.xds.translate.Plans.prefix;
import static dev.convoy.xds.translate.Plans.route;
import static dev.convoy.xds.translate.Plans.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.embedded.EnvoyProcess;
import dev.convoy.model.SocketAddress;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendPlan.Hop;
import dev.convoy.model.plan.BackendPlan.MemberEndpoints;
import dev.convoy.model.plan.BackendPlan.Protocol;
import dev.convoy.model.plan.EastWestPlan;
import dev.convoy.model.plan.EastWestPlan.Export;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.XdsResources;
import dev.convoy.xds.translate.proto.Proto;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tokyo's service is there in osaka, behind its gateway, and is not, while other Pods answer in tokyo each time and 500 requests a second
 * go through a real Envoy. Cluster and assignment change together, but the assignment comes to the cluster of before as well.
 */
class ComingAndGoingTest {
    private static final BackendId ECHO = fleetService("echo");
    private static final int TIMES = 20;
    private static final int CONNECTIONS = 5;
    private static final long BETWEEN_REQUESTS = Duration.ofMillis(10).toNanos();

    private final AtomicBoolean done = new AtomicBoolean();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    private Fleet fleet;
    private String address;
    private List<Pod> pods;
    private Hop toOsaka;
    private EnvoyProcess osaka;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        fleet = new Fleet(directory);
        address = fleet.address();
        pods = List.of(fleet.pod("first"), fleet.pod("second"), fleet.pod("third"));
        var gateway = new SocketAddress(fleet.address(), 15443);
        var export = new Export(ECHO, Protocol.HTTP1, List.of(fleet.pod("osaka").address()), List.of());
        osaka = fleet.envoy(new MemberPlan(OSAKA, List.of(), List.of(), new EastWestPlan(gateway, List.of(export))));
        toOsaka = new Hop.EastWestGateway(gateway);
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    @ParameterizedTest
    @EnumSource
    void noRequestFailsAndNoneLeavesTheNetworkInPlaintext(Bootstrap.Protocol protocol) throws Exception {
        fleet.envoy(alone(0), protocol);
        List<Thread> callers = callers();
        for (int i = 1; i <= TIMES; i++) {
            publish(withOsaka(i));
            publish(alone(i));
        }
        join(callers);

        assertThat(failures).isEmpty();
        assertThat(answers).containsKeys("first", "second", "third", "osaka");
        assertThat(osaka.admin().stat("tls_inspector.tls_found")).isPositive();
        assertThat(osaka.admin().stat("tls_inspector.tls_not_found")).isZero();
    }

    @Test
    void whereTheNextClusterIsRefusedTheOneOfBeforeKeepsItsEndpoints() throws Exception {
        fleet.envoy(alone(0));
        for (MemberPlan next : List.of(withOsaka(1), alone(1))) {
            MemberPlan before = next.equals(alone(1)) ? withOsaka(0) : alone(0);
            publish(before);
            List<Thread> callers = callers();
            fleet.publish(TOKYO, withABadCluster(next));
            Fleet.await(() -> fleet.hasRefused(TOKYO), "the cluster was not refused");
            Thread.sleep(Duration.ofMillis(300));
            assertThat(answers).containsKey("first").doesNotContainKey("second");
            publish(next);
            Fleet.await(() -> answers.containsKey("second"), "the Pod that came does not answer");
            join(callers);
            assertThat(failures).isEmpty();
            answers.clear();
            done.set(false);
        }
    }

    private static XdsResources withABadCluster(MemberPlan plan) {
        XdsResources sound = Translator.translate(plan);
        String name = Names.cluster(ECHO);
        Cluster bad = ((Cluster)
                        Objects.requireNonNull(sound.of(ResourceType.CLUSTER).get(name))
                                .message())
                .toBuilder().setConnectTimeout(Proto.millis(0)).build();
        var draft = new Draft(sound);
        draft.set(ResourceType.CLUSTER, name, bad);
        return draft.resources();
    }

    private void publish(MemberPlan plan) throws InterruptedException {
        fleet.publish(plan);
        fleet.awaitAcknowledged(plan);
        Thread.sleep(Duration.ofMillis(100));
    }

    private MemberPlan alone(int i) {
        return plan(at(TOKYO, 0, 1, own(i)));
    }

    private MemberPlan withOsaka(int i) {
        return plan(at(TOKYO, 0, 1, own(i)), at(OSAKA, 0, 1, toOsaka));
    }

    private Hop own(int i) {
        return new Hop.OwnPods(List.of(pods.get(i % pods.size()).address()));
    }

    private MemberPlan plan(MemberEndpoints... localities) {
        var routes = host("*", route("echo", prefix("/"), to(ECHO)));
        return new MemberPlan(
                TOKYO, List.of(plaintext(address, 8080, routes)), List.of(backend(ECHO, localities)), null);
    }

    private List<Thread> callers() {
        return IntStream.range(0, CONNECTIONS)
                .mapToObj(_ -> Thread.ofVirtual().start(this::call))
                .toList();
    }

    private void call() {
        try (Caller caller = new Caller(address, 8080)) {
            for (long next = System.nanoTime(); !done.get(); next += BETWEEN_REQUESTS) {
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                Caller.Answer answer = caller.get("echo.test", "/");
                if (answer.status() == 200) {
                    answers.merge(answer.header("x-pod"), 1, Integer::sum);
                } else {
                    failures.add(answer.toString());
                }
            }
        } catch (InterruptedException | RuntimeException e) {
            failures.add(e.toString());
        }
    }

    private void join(List<Thread> callers) throws InterruptedException {
        done.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
        System.out.println(new ArrayList<>(answers.entrySet()) + ", failed: " + failures.size());
    }
}
