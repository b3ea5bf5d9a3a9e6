package dev.convoy.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.demo.Topology.Site;
import dev.convoy.embedded.EnvoyProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One member as it stands on this machine: its Pods, its Envoy, and what it reports to the hub. */
final class MemberSite implements AutoCloseable {
    private static final Duration TO_START = Duration.ofSeconds(20);

    private final Site site;
    private final Topology topology;
    private final Path identity;
    private final Path logs;
    private @Nullable Program pods;
    private @Nullable EnvoyProcess envoy;

    MemberSite(Site site, Topology topology, Path state) {
        this.site = site;
        this.topology = topology;
        this.identity = state.resolve("members").resolve(site.toString());
        this.logs = state.resolve("logs");
    }

    /** Registers the member with the fleet and exchanges its join token for an identity. */
    void join(Api admin, Protocol protocol) {
        Manifests.read("membership.yaml", topology.blanks(site)).forEach(admin::apply);
        Joining.join(admin, topology.apiUrl(), site.toString(), identity, logs.resolve("join-" + site + ".log"));
        new BootstrapFile(identity.resolve("envoy.yaml")).adjust(protocol);
    }

    /** Tells the hub, with the member's own certificate, which services and endpoints it has. */
    void report() {
        Api own = new Api(Credential.ofMember(topology.apiUrl(), identity), "/members/" + site);
        List<ObjectNode> objects = new ArrayList<>(Manifests.read("store-namespace.yaml", Map.of()));
        for (String version : site.versions()) {
            Map<String, String> blanks = new HashMap<>(topology.blanks(site));
            blanks.put("service", "store-" + version);
            blanks.put("pod", topology.pod(site, version));
            objects.addAll(Manifests.read("service.yaml", blanks));
        }
        objects.forEach(own::apply);
    }

    void startPods() {
        List<String> arguments = new ArrayList<>(List.of(
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EchoBackend.class.getName(),
                site.toString()));
        for (String version : site.versions()) {
            arguments.add(
                    new EchoBackend.Pod(topology.pod(site, version), topology.podPort(), "store-" + version, version)
                            .argument());
        }
        Path log = logs.resolve("pods-" + site + ".log");
        Program started = Program.java("The Pods of " + site, log, Map.of(), arguments);
        pods = started;
        started.await(TO_START, () -> Program.printed(log, EchoBackend.READY));
    }

    /** Starts the Envoy that is both the member's entrance and the way to it from other networks. */
    void startEnvoy() {
        envoy = EnvoyProcess.start(identity, "envoy.yaml", 1, logs.resolve("envoy-" + site + ".log"));
    }

    void awaitEnvoy() {
        envoy().awaitReady(TO_START);
    }

    EnvoyProcess envoy() {
        if (envoy == null) {
            throw new IllegalStateException("the Envoy of " + site + " was not started");
        }
        return envoy;
    }

    /** {@code kill -9} of every Pod of the member. */
    void killPods() {
        if (pods != null) {
            pods.kill();
        }
    }

    /** {@code kill -9} of its Envoy. */
    void killEnvoy() {
        envoy().kill();
    }

    @Override
    public void close() {
        if (envoy != null) {
            envoy.close();
        }
        if (pods != null) {
            pods.close();
        }
    }
}
