package dev.convoy.xds.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.ResourceVersion;
import dev.convoy.xds.snapshot.Snapshot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One Envoy of a group and the stream that serves it, with what is on the way between them. */
final class Client {
    private final Group group;
    private final ModelEnvoy envoy;
    private final Deque<Response> inbox = new ArrayDeque<>();

    /** On this stream. */
    private final Set<ResourceVersion> shown = new HashSet<>();

    private @Nullable AdsStream stream;
    private int sent;

    Client(Group group, ModelEnvoy envoy) {
        this.group = group;
        this.envoy = envoy;
    }

    boolean isConnected() {
        return stream != null;
    }

    void connect() {
        stream = group.begin(envoy);
        envoy.connect();
        // It says so itself, and may be told of it once more although it lets go of it meanwhile.
        envoy.has.values().forEach(had -> had.values().forEach(resource -> shown.add(resource.versioned())));
    }

    void disconnect() {
        stream = null;
        envoy.disconnect();
        inbox.clear();
        shown.clear();
    }

    /** The Envoy ends, and another takes its place under its name. */
    void die() {
        disconnect();
        envoy.die();
    }

    void follow() {
        if (stream != null) {
            stream.follow();
        }
    }

    boolean ask() {
        AdsStream server = stream;
        Request request = server == null ? null : envoy.outbox.poll();
        if (server != null && request != null) {
            envoy.heard(request, server.request(request));
        }
        return request != null;
    }

    boolean respond() {
        Response response = stream == null ? null : stream.next();
        if (response != null) {
            response.resources().forEach(this::assertMaySee);
            inbox.add(response);
            sent += response.resources().size() + response.removed().size();
        }
        return response != null;
    }

    /**
     * What others refused is still stated to who may have it already, where a whole state would take it away, or where it is what is to
     * go but is needed until then.
     */
    private void assertMaySee(Resource resource) {
        Resource had = envoy.of(resource.type()).get(resource.name());
        boolean mayHaveIt = !shown.add(resource.versioned()) || (had != null && had.sameAs(resource));
        boolean mayBeStated = envoy instanceof SotwEnvoy || group.snapshot().get(resource.key()) == null;
        if (!mayHaveIt || !mayBeStated) {
            assertThat(group.answers().isWithheldFromAll(resource))
                    .as("%s gets %s, which others refused and nobody took", envoy.node(), resource)
                    .isFalse();
        }
    }

    boolean hear() {
        Response response = inbox.poll();
        if (response != null) {
            envoy.take(response);
        }
        return response != null;
    }

    int takeSent() {
        int taken = sent;
        sent = 0;
        return taken;
    }

    /**
     * A cluster warms until Envoy gives up, where its endpoints are of before this stream, which cannot be repeated (and to say that there
     * are none would break what still uses them), or where they were refused and no others are known.
     */
    boolean loseEndpoints() {
        return stream != null
                && stream.channel(ResourceType.ENDPOINTS).due().entrySet().stream()
                        .anyMatch(this::isLost)
                && envoy.giveUpWarming();
    }

    private boolean isLost(Map.Entry<String, Due> lacking) {
        Due due = lacking.getValue();
        Resource published = group.snapshot().get(ResourceType.ENDPOINTS, lacking.getKey());
        boolean withheld = published != null && !group.answers().allow(envoy.node(), published);
        return due.owed() && (withheld || due.holding() instanceof Holding.Foreign);
    }

    /** It has all that is published, and nothing else of what it asks for by no name, unless innocents were blamed for what it refused. */
    void assertHasWhatIsPublished(Snapshot snapshot) {
        if (!mayHaveAll(snapshot)) {
            assertHasWhatItMay(snapshot);
            return;
        }
        for (ResourceType type : ResourceType.values()) {
            var wanted = snapshot.of(type);
            wanted.forEach((name, resource) -> {
                if (envoy.wants(resource)) {
                    assertHas(resource);
                }
            });
            if (Wildcards.areUsual(type) && envoy.asks(type)) {
                var extra = new TreeSet<>(envoy.of(type).keySet());
                extra.removeAll(wanted.keys());
                assertThat(extra).as("what is gone of %s", type).isEmpty();
            }
        }
    }

    /** Envoy's words about routes and secrets do not say which: those that came with what it refused are withheld, too. */
    boolean mayHaveAll(Snapshot snapshot) {
        return Stream.of(ResourceType.values())
                .flatMap(type -> snapshot.of(type).values().stream())
                .allMatch(resource -> group.answers().allow(envoy.node(), resource));
    }

    /** It has what is published unless a refusal keeps it from that; then it has the last good version, where there is one. */
    void assertHasWhatItMay(Snapshot snapshot) {
        for (ResourceType type : ResourceType.values()) {
            snapshot.of(type).forEach((name, resource) -> {
                if (envoy.wants(resource) && canHave(resource, snapshot)) {
                    if (group.answers().allow(envoy.node(), resource)) {
                        assertHas(resource);
                    } else if (envoy.of(type).get(name) == null) {
                        assertNoneIsGood(resource, snapshot);
                    }
                }
            });
        }
    }

    private void assertHas(Resource resource) {
        Resource had = envoy.of(resource.type()).get(resource.name());
        assertThat(had == null ? "nothing" : had.version())
                .as("%s's %s", envoy.node(), resource.key())
                .isEqualTo(resource.version());
    }

    private void assertNoneIsGood(Resource refused, Snapshot snapshot) {
        assertThat(group.lastGoods(refused, envoy.node()))
                .as("%s could have %s", envoy.node(), refused.key())
                .noneMatch(good -> canHave(good, snapshot));
    }

    /** Nothing that it needs, or that has to come before it, is kept from the Envoy. */
    private boolean canHave(Resource resource, Snapshot snapshot) {
        return switch (resource.type()) {
            case SECRET, ENDPOINTS -> true;
            case CLUSTER -> !isFrozen(ResourceType.CLUSTER, snapshot);
            case LISTENER -> !isFrozen(ResourceType.CLUSTER, snapshot) && !isFrozen(ResourceType.LISTENER, snapshot);
            case SCOPES -> hasAll(ResourceType.SCOPES, snapshot) && hasAll(ResourceType.ROUTES, snapshot);
            case ROUTES ->
                !isFrozen(ResourceType.CLUSTER, snapshot)
                        && resource.references().clusters().stream().allMatch(this::isKnownToHave);
        };
    }

    /** What it took of a response that it refused it may have unknown to the server. */
    private boolean isKnownToHave(String cluster) {
        Resource had = envoy.of(ResourceType.CLUSTER).get(cluster);
        return had != null && envoy.isRecorded(had.key()) && group.answers().allow(envoy.node(), had);
    }

    private boolean hasAll(ResourceType type, Snapshot snapshot) {
        return snapshot.of(type).values().stream()
                .allMatch(resource -> group.answers().allow(envoy.node(), resource)
                        && (type == ResourceType.SCOPES || canHave(resource, snapshot)));
    }

    /** Stated in full or not at all: what it may have of before and is not to get any more would be taken away. */
    private boolean isFrozen(ResourceType type, Snapshot snapshot) {
        return envoy instanceof SotwEnvoy
                && snapshot.of(type).values().stream()
                        .anyMatch(resource -> !group.answers().allow(envoy.node(), resource)
                                && group.lastGoods(resource, envoy.node()).isEmpty());
    }
}
