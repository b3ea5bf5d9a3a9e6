package dev.convoy.xds.translate;

import static dev.convoy.xds.translate.Plans.TOKYO;
import static dev.convoy.xds.translate.Plans.at;
import static dev.convoy.xds.translate.Plans.backend;
import static dev.convoy.xds.translate.Plans.fleetService;
import static dev.convoy.xds.translate.Plans.host;
import static dev.convoy.xds.translate.Plans.plaintext;
import static dev.convoy.xds.translate.Plans.prefix;
import static dev.convoy.xds.translate.Plans.prefixWithHeader;
import static dev.convoy.xds.translate.Plans.route;
import static dev.convoy.xds.translate.Plans.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.embedded.EnvoyProcess;
import dev.convoy.model.plan.BackendId;
import dev.convoy.model.plan.BackendPlan.Hop;
import dev.convoy.model.plan.MemberPlan;
import dev.convoy.model.plan.VirtualHostPlan;
import dev.convoy.xds.snapshot.ResourceType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A Gateway whose hosts become many and few again, while 500 requests a second for those that are there all the time, and for those that
 * are there for the time being, go through a real Envoy. {@code -Dconvoy.growth.hosts=10000} makes them very many, and demands that as
 * many requests were answered.
 */
class GrowingGatewayTest {
    private static final BackendId ECHO = fleetService("echo");
    private static final int FEW = 100;
    private static final boolean MEASURING = Integer.getInteger("convoy.growth.hosts") != null;
    private static final int MANY = Integer.getInteger("convoy.growth.hosts", 1_500);
    private static final int ENOUGH_A_SECOND = 450;
    private static final int CONNECTIONS = 5;
    private static final long BETWEEN_REQUESTS = Duration.ofMillis(10).toNanos();

    /** Hosts below this number must be answered. */
    private final AtomicInteger sure = new AtomicInteger(FEW);

    /** Held for reading by who waits for an answer. */
    private final ReadWriteLock asking = new ReentrantReadWriteLock();

    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @EnumSource
    void noRequestFailsWhileShardsAreDividedAndMerged(Bootstrap.Protocol protocol, @TempDir Path directory)
            throws Exception {
        try (Fleet fleet = new Fleet(directory)) {
            String address = fleet.address();
            Pod echo = fleet.pod("echo");
            EnvoyProcess envoy = fleet.envoy(plan(address, echo, FEW), protocol);
            List<Thread> callers = callers(address);
            long start = System.nanoTime();
            int shards = 0;
            for (int hosts = FEW; hosts < MANY; ) {
                hosts = Math.min(MANY, hosts + hosts / 4);
                shards = Math.max(shards, publish(fleet, address, echo, hosts));
                sure.set(hosts);
            }
            for (int hosts = MANY; hosts > FEW; ) {
                hosts = Math.max(FEW, hosts - hosts / 5);
                reduceTo(hosts);
                publish(fleet, address, echo, hosts);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            int requests = answered.get();
            join(callers);
            assertThat(envoy.admin().stat("listener_manager.listener_added")).isEqualTo(1);
            assertThat(envoy.admin().stat("listener_manager.listener_modified")).isZero();
            System.out.printf(
                    "%s: %d to %d hosts in up to %d shards and back in %.1f s: %d of %d requests failed (%.0f a second)%n",
                    protocol, FEW, MANY, shards, seconds, failures.size(), requests, requests / seconds);
            if (MEASURING) {
                assertThat(requests / seconds).as("requests a second").isGreaterThan(ENOUGH_A_SECOND);
            }
        }
        assertThat(failures).isEmpty();
        assertThat(answered).hasPositiveValue();
    }

    /** In delta only: in the state of the world the hub could not state the scopes of before, and does not know them. */
    @Test
    void noRequestFailsWhereTheyAreDividedAndMergedWhileTheHubIsAway(@TempDir Path directory) throws Exception {
        try (Fleet fleet = new Fleet(directory)) {
            String address = fleet.address();
            Pod echo = fleet.pod("echo");
            fleet.envoy(plan(address, echo, FEW));
            List<Thread> callers = callers(address);
            for (int round = 0; round < 2; round++) {
                fleet.restart();
                publish(fleet, address, echo, 10 * FEW);
                sure.set(10 * FEW);
                fleet.restart();
                reduceTo(FEW);
                publish(fleet, address, echo, FEW);
            }
            join(callers);
        }
        assertThat(failures).isEmpty();
        assertThat(answered).hasPositiveValue();
    }

    private List<Thread> callers(String address) {
        return IntStream.range(0, CONNECTIONS)
                .mapToObj(_ -> Thread.ofVirtual().start(() -> call(address)))
                .toList();
    }

    private void join(List<Thread> callers) throws InterruptedException {
        done.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
    }

    /** Waits for the answers to what was asked before. */
    private void reduceTo(int hosts) {
        asking.writeLock().lock();
        try {
            sure.set(hosts);
        } finally {
            asking.writeLock().unlock();
        }
    }

    /** By way of some hosts more, which are hardly published when they go again. Answers how many shards there are. */
    private static int publish(Fleet fleet, String address, Pod echo, int hosts) {
        fleet.publish(plan(address, echo, hosts + hosts / 10));
        MemberPlan plan = plan(address, echo, hosts);
        fleet.publish(plan);
        fleet.awaitAcknowledged(plan);
        return Translator.translate(plan).of(ResourceType.ROUTES).size();
    }

    private void call(String address) {
        try (Caller caller = new Caller(address, 8080)) {
            for (long next = System.nanoTime(); !done.get(); next += BETWEEN_REQUESTS) {
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                asking.readLock().lock();
                try {
                    ask(caller, anyHost());
                } finally {
                    asking.readLock().unlock();
                }
            }
        } catch (InterruptedException | RuntimeException e) {
            failures.add(e.toString());
        }
    }

    private void ask(Caller caller, String host) {
        Caller.Answer answer = caller.get(host, "/");
        if (answer.status() != 200) {
            failures.add(host + ": " + answer.status());
        }
        answered.incrementAndGet();
    }

    private String anyHost() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return switch (random.nextInt(4)) {
            case 0 -> "x" + random.nextInt(1_000) + ".wild.test";
            case 1 -> name(random.nextInt(FEW));
            default -> name(random.nextInt(sure.get()));
        };
    }

    private static MemberPlan plan(String address, Pod echo, int hosts) {
        Collection<VirtualHostPlan> plans = new ArrayList<>();
        plans.add(virtualHost("*.wild.test"));
        for (int i = 0; i < hosts; i++) {
            plans.add(virtualHost(name(i)));
        }
        return new MemberPlan(
                TOKYO,
                List.of(plaintext(address, 8080, plans.toArray(VirtualHostPlan[]::new))),
                List.of(backend(ECHO, at(TOKYO, 0, 1, new Hop.OwnPods(List.of(echo.address()))))),
                null);
    }

    private static String name(int i) {
        return "svc-%05d.example.com".formatted(i);
    }

    private static VirtualHostPlan virtualHost(String hostname) {
        return host(
                hostname,
                route("canary", prefixWithHeader("/", "env", "canary"), to(ECHO)),
                route("all", prefix("/"), to(ECHO)));
    }
}
