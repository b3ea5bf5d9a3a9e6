package dev.convoy.xds;

import static dev.convoy.xds.Fixtures.TOKYO;
import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.endpoints;
import static dev.convoy.xds.Fixtures.listener;
import static dev.convoy.xds.Fixtures.resources;
import static dev.convoy.xds.Fixtures.routes;
import static dev.convoy.xds.snapshot.ResourceType.CLUSTER;
import static dev.convoy.xds.snapshot.ResourceType.ENDPOINTS;
import static dev.convoy.xds.snapshot.ResourceType.LISTENER;
import static dev.convoy.xds.snapshot.ResourceType.ROUTES;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import dev.convoy.embedded.LoopbackBlock;
import dev.convoy.xds.snapshot.ResourceType;
import dev.convoy.xds.snapshot.XdsResources;
import io.grpc.ManagedChannel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same conversations with java-control-plane's server and with ours. Where it reads the protocol rightly the client has the same
 * after each step, and has heard of the same types; where it is known not to, a case says so.
 */
class JavaControlPlaneTest {
    private final LoopbackBlock block = LoopbackBlock.claim();
    private final Hub hub = new Hub(block.address());
    private final JavaControlPlane theirs = new JavaControlPlane(block.address());
    private final List<RecordingClient<?, ?>> clients = new ArrayList<>();

    private List<Message> published = List.of();
    private final Message a = endpoints("a", "127.0.0.1", 80);
    private final Message b = endpoints("b", "127.0.0.1", 80);
    private final Message front = listener("front", "main", "127.0.0.1", 80);

    @AfterEach
    void closeAll() {
        clients.forEach(RecordingClient::close);
        theirs.close();
        hub.close();
        block.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientThatAsksForEverythingHasTheSame(boolean delta) throws Exception {
        publish(cluster("a"), cluster("b"), a, b, routes("main", "a"), front);
        connect(delta);
        assertSame(client -> client.want(CLUSTER));
        assertSame(client -> client.want(ENDPOINTS, "a", "b"));
        assertSame(client -> client.want(LISTENER));
        Both both = assertSame(client -> client.want(ROUTES, "main"));
        assertThat(both.told()).containsExactly(ROUTES);
        assertThat(both.has(CLUSTER)).containsOnlyKeys("a", "b");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itHearsOfWhatChangesAndOfNothingElse(boolean delta) throws Exception {
        askForEverything(delta);
        publish(cluster("a"), cluster("b"), endpoints("a", "127.0.0.2", 80), b, routes("main", "a"), front);
        assertThat(assertSame(client -> {}).told()).containsExactly(ENDPOINTS);
        publish(cluster("a"), cluster("b"), endpoints("a", "127.0.0.2", 80), b, routes("main", "b"), front);
        assertThat(assertSame(client -> {}).told()).containsExactly(ROUTES);
        publish(cluster("a"), cluster("b"), endpoints("a", "127.0.0.2", 80), b, routes("main", "b"), front);
        assertThat(assertSame(client -> {}).told()).as("nothing changed").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsGoneIsTakenAway(boolean delta) throws Exception {
        askForEverything(delta);
        publish(cluster("a"), a, routes("main", "a"), front);
        assertThat(assertSame(client -> client.wantNoLonger(ENDPOINTS, "b")).has(CLUSTER))
                .containsOnlyKeys("a");
        publish(cluster("a"), a);
        assertThat(assertSame(client -> client.wantNoLonger(ROUTES, "main")).has(LISTENER))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsNotWantedAnyMoreIsNotSent(boolean delta) throws Exception {
        askForEverything(delta);
        assertSame(client -> client.wantNoLonger(ENDPOINTS, "b"));
        publish(cluster("a"), cluster("b"), a, endpoints("b", "127.0.0.9", 80), routes("main", "a"), front);
        assertThat(assertSame(client -> {}).has(ENDPOINTS)).containsOnlyKeys("a");
        assertThat(assertSame(client -> client.want(ENDPOINTS, "b")).has(ENDPOINTS))
                .containsOnlyKeys("a", "b");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoComesBackHasWhatChangedMeanwhile(boolean delta) throws Exception {
        askForEverything(delta);
        publish(cluster("a"), cluster("b"), a, endpoints("b", "127.0.0.9", 80), routes("main", "a"), front);
        // In state of the world a client that asks after it was told something may have forgotten what its version
        // stands for.
        assertThat(assertSame(RecordingClient::reconnect).told())
                .contains(ENDPOINTS)
                .isSubsetOf(delta ? Set.of(ENDPOINTS) : Set.of(ENDPOINTS, ROUTES));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void knownWrongThereWhoComesBackWithEverythingIsToldAgain(boolean delta) throws Exception {
        askForEverything(delta);
        clients.forEach(RecordingClient::forgetWhatWasTold);
        clients.forEach(RecordingClient::reconnect);
        assertThat(settle(clients.getFirst()).told()).isEmpty();
        assertThat(clients.getLast().settle(clients.getLast()::isTold).told()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void knownWrongThereWhatIsRefusedIsSentAgainInStateOfTheWorld(boolean delta) throws Exception {
        askForEverything(delta);
        publish(cluster("a"), cluster("b"), a, b, routes("main", "b"), front);
        assertThat(clients.getFirst().refuseAll(1, 50)).isEqualTo(1);
        assertThat(clients.getLast().refuseAll(delta ? 1 : 50, 50)).isEqualTo(delta ? 1 : 50);
    }

    @Test
    void knownWrongThereWhatVanishedMeanwhileStaysInDelta() throws Exception {
        askForEverything(true);
        publish(cluster("a"), a, routes("main", "a"), front);
        clients.forEach(RecordingClient::reconnect);
        assertThat(clients.getFirst()
                        .settle(() -> clients.getFirst().of(CLUSTER).size() == 1)
                        .has()
                        .get(CLUSTER))
                .containsOnlyKeys("a");
        assertThat(clients.getLast().settle(clients.getLast()::isTold).has().get(CLUSTER))
                .containsOnlyKeys("a", "b");
    }

    @Test
    void knownWrongThereNobodyAnswersForAnUnknownNameInDelta() throws Exception {
        askForEverything(true);
        clients.forEach(RecordingClient::forgetWhatWasTold);
        clients.forEach(client -> client.want(ENDPOINTS, "nobody"));
        assertThat(clients.getFirst().settle(clients.getFirst()::isTold).told()).containsExactly(ENDPOINTS);
        assertThat(clients.getLast().settle(() -> true).told()).isEmpty();
    }

    private void publish(Message... messages) {
        published = List.of(messages);
        hub.snapshots.publish(TOKYO, resources(messages));
        theirs.publish(List.of(messages));
    }

    private void connect(boolean delta) throws Exception {
        ManagedChannel ours = hub.channel(hub.authority.client(Hub.IDENTITY + "tokyo"));
        for (ManagedChannel channel : List.of(ours, theirs.channel())) {
            clients.add(delta ? new DeltaRecordingClient(channel) : new SotwRecordingClient(channel));
        }
    }

    private void askForEverything(boolean delta) throws Exception {
        publish(cluster("a"), cluster("b"), a, b, routes("main", "a"), front);
        connect(delta);
        assertSame(client -> {
            client.want(CLUSTER);
            client.want(ENDPOINTS, "a", "b");
            client.want(LISTENER);
            client.want(ROUTES, "main");
        });
    }

    /**
     * Both clients do it; then both have what is published of what they want. Theirs may be told more often, since their server sends
     * a type again for whatever changes in it; never less.
     */
    private Both assertSame(Consumer<RecordingClient<?, ?>> step) throws InterruptedException {
        clients.forEach(RecordingClient::forgetWhatWasTold);
        clients.forEach(step);
        Both both = new Both(settle(clients.getFirst()), settle(clients.getLast()));
        assertThat(both.ours().has()).isEqualTo(both.theirs().has());
        assertThat(both.theirs().told()).containsAll(both.ours().told());
        return both;
    }

    private RecordingClient.Seen settle(RecordingClient<?, ?> client) throws InterruptedException {
        return client.settle(() -> client.has.equals(wanted(client)));
    }

    private Map<ResourceType, Map<String, String>> wanted(RecordingClient<?, ?> client) {
        XdsResources all = resources(published.toArray(Message[]::new));
        var wanted = new EnumMap<ResourceType, Map<String, String>>(ResourceType.class);
        for (ResourceType type : ResourceType.values()) {
            Set<String> names = client.wants.getOrDefault(type, Set.of());
            boolean everything = client.wants.containsKey(type) && names.isEmpty();
            var ofType = new TreeMap<String, String>();
            all.of(type).forEach((name, resource) -> {
                if (everything || names.contains(name)) {
                    ofType.put(name, RecordingClient.content(Any.pack(resource.message())));
                }
            });
            wanted.put(type, ofType);
        }
        return wanted;
    }

    private record Both(RecordingClient.Seen ours, RecordingClient.Seen theirs) {
        Set<ResourceType> told() {
            return ours.told();
        }

        Map<String, String> has(ResourceType type) {
            return Objects.requireNonNull(ours.has().get(type));
        }
    }
}
