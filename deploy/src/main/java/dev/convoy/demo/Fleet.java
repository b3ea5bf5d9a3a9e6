package dev.convoy.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.demo.Topology.Site;
import dev.convoy.embedded.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/** The whole fleet on this machine: the hub and three members with a real Envoy each. */
final class Fleet implements AutoCloseable {
    private static final Duration TO_BE_PROGRAMMED = Duration.ofSeconds(30);

    private final Topology topology;
    private final HubProgram hub;
    private final Api admin;
    private final Map<Site, MemberSite> members = new EnumMap<>(Site.class);
    private final Deque<AutoCloseable> started;

    private Fleet(Topology topology, HubProgram hub, Deque<AutoCloseable> started) {
        this.topology = topology;
        this.hub = hub;
        this.admin = new Api(Credential.ofAdmin(hub.kubeconfig()), "");
        this.started = started;
    }

    /**
     * Starts everything and applies the Gateway; no route yet.
     *
     * @param state the folder for all its files
     */
    static Fleet start(Topology topology, Path state, String database, Protocol protocol, Progress progress) {
        Deque<AutoCloseable> started = new ArrayDeque<>();
        try {
            Files.createDirectories(state.resolve("logs"));
            topology.requireFree();
            progress.step("the hub");
            HubProgram hub = HubProgram.start(Checkout.root(), state, topology, database);
            started.push(hub);
            Fleet fleet = new Fleet(topology, hub, started);
            for (Site site : Site.values()) {
                progress.step(site + ": in " + site.region + " on network " + site.network + ", with store-"
                        + String.join(" and store-", site.versions()));
                fleet.add(site, state, protocol);
            }
            progress.step("the Gateway, for every member");
            fleet.apply("store-namespace.yaml");
            fleet.apply("edge-namespace.yaml");
            fleet.apply("gateway.yaml");
            fleet.awaitGateways();
            return fleet;
        } catch (IOException e) {
            close(started);
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            close(started);
            throw e;
        }
    }

    private void add(Site site, Path state, Protocol protocol) {
        MemberSite member = new MemberSite(site, topology, state);
        started.push(member);
        members.put(site, member);
        member.join(admin, protocol);
        member.startPods();
        member.startEnvoy();
        member.report();
    }

    private void awaitGateways() {
        members.values().forEach(MemberSite::awaitEnvoy);
        ObjectNode gateway = Manifests.read("gateway.yaml", topology.blanks()).getFirst();
        if (!Waiting.until(TO_BE_PROGRAMMED, () -> isTrue(conditions(gateway), "Programmed"))) {
            throw new DemoFailure("The Gateway is not programmed in every member after " + TO_BE_PROGRAMMED.toSeconds()
                    + " seconds; its conditions: " + conditions(gateway));
        }
    }

    /** Applies one of the demo's manifests to the fleet's own tree. */
    void apply(String manifest) {
        Manifests.read(manifest, topology.blanks()).forEach(admin::apply);
    }

    private JsonNode conditions(ObjectNode object) {
        return admin.find(object).orElse(object).at("/status/conditions");
    }

    private static boolean isTrue(JsonNode conditions, String type) {
        for (JsonNode condition : conditions) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    Topology topology() {
        return topology;
    }

    HubProgram hub() {
        return hub;
    }

    MemberSite member(Site site) {
        MemberSite member = members.get(site);
        if (member == null) {
            throw new IllegalStateException(site + " has not joined");
        }
        return member;
    }

    /** Requests for the demo's host that enter at one member. */
    Load load(Site entrance) {
        return new Load(topology.gateway(entrance), topology.gatewayPort(), Topology.HOST);
    }

    /** How often a member's Envoy has tried a request again so far. */
    long retries(Site entrance) {
        return member(entrance).envoy().admin().stats("^cluster\\..*\\.upstream_rq_retry$").values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @Override
    public void close() {
        close(started);
    }

    /** The last one started ends first. */
    private static void close(Deque<AutoCloseable> started) {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                System.err.println("could not be ended: " + e);
            }
        }
    }

    /** Hears what is being done. */
    interface Progress {
        void step(String what);

        static Progress silent() {
            return _ -> {};
        }
    }
}
