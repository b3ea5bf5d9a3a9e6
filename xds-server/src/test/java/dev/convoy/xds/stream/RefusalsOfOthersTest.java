package dev.convoy.xds.stream;

import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.endpoints;
import static dev.convoy.xds.Fixtures.routes;
import static dev.convoy.xds.snapshot.ResourceType.CLUSTER;
import static dev.convoy.xds.snapshot.ResourceType.ENDPOINTS;
import static dev.convoy.xds.snapshot.ResourceType.LISTENER;
import static dev.convoy.xds.snapshot.ResourceType.ROUTES;
import static dev.convoy.xds.snapshot.ResourceType.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.xds.delivery.Refusal;
import dev.convoy.xds.snapshot.Resource;
import dev.convoy.xds.snapshot.ResourceKey;
import dev.convoy.xds.snapshot.ResourceType;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a refusal means to those who did not refuse, and to what was not refused. */
class RefusalsOfOthersTest extends Conversation {
    /** Envoy's words do not say which it refused. */
    @Test
    void whoRefusesOneOfTheRoutesThatANeighbourTookGetsTheOthers() {
        publish(cluster("a"), routes("one", "a"), routes("two", "a"));
        subscribe(CLUSTER);
        subscribe(ROUTES, "one", "two");
        settle();
        begin("gw-2");
        subscribe(CLUSTER);
        settle();
        subscribe(ROUTES, "one", "two");
        assertThat(next()).isEqualTo("ROUTES one two");
        refuse(ROUTES, lastNonce());

        assertThat(next()).as("which of the two is bad?").isEqualTo("ROUTES one");
        refuse(ROUTES, lastNonce());
        assertThat(next()).isEqualTo("ROUTES two");
        acknowledge(ROUTES, lastNonce());
        assertThat(next()).isEqualTo("nothing");
    }

    @Test
    void aSecretIsNotWithheldBecauseAnotherWasRefused() {
        publish(secret("one"), secret("two"));
        subscribe(SECRET, "one", "two");
        for (String sent = next(); !"nothing".equals(sent); sent = next()) {
            answer(SECRET, lastNonce(), sent.contains("one") ? "bad taste" : null);
        }
        begin("gw-2");
        subscribe(SECRET, "two");
        assertThat(next()).isEqualTo("SECRET two");
    }

    /** Envoy warms a cluster, and answers about none, for 15 s unless it hears of its endpoints. */
    @Test
    void aClusterWhoseEndpointsAreWithheldIsToldThatThereAreNone() {
        publish(cluster("a"), endpoints("a", "127.0.0.1", 80));
        subscribe(CLUSTER);
        subscribe(ENDPOINTS, "a");
        assertThat(next()).isEqualTo("CLUSTER a");
        assertThat(next()).isEqualTo("ENDPOINTS a");
        refuse(ENDPOINTS, lastNonce());
        begin("gw-2");
        subscribe(CLUSTER);
        assertThat(next()).isEqualTo("CLUSTER a");
        subscribe(ENDPOINTS, "a");
        assertThat(next()).isEqualTo("ENDPOINTS a");
    }

    @Test
    void aSecretIsNotWithheldBecauseAnotherWasRefusedInStateOfTheWorldEither() {
        publish(secret("one"), secret("two"));
        stream = begin(new SotwProtocol(), "gw-1");
        state(SECRET, "", "one", "two");
        assertThat(next()).isEqualTo("SECRET one");
        stream.request(new Request.Sotw(SECRET, "", Names.of(List.of("one", "two")), lastNonce(), "bad taste"));
        assertThat(next()).isEqualTo("SECRET two");
    }

    /** Else it could be told nothing of a type that is stated in full until the newest is mended. */
    @Test
    void whoRefusedWhatANeighbourTookComesBackWithItsOwnLastGoodVersion() {
        publish(cluster("a"));
        stream = begin(new SotwProtocol(), "gw-1");
        String had = take(CLUSTER, "");
        publish(cluster("a", 2));
        assertThat(next()).isEqualTo("CLUSTER a");
        stream.request(new Request.Sotw(CLUSTER, had, Names.NONE, lastNonce(), "bad taste"));
        stream = begin(new SotwProtocol(), "gw-2");
        take(CLUSTER, "");

        stream = begin(new SotwProtocol(), "gw-1");
        stream.request(new Request.Sotw(CLUSTER, had, Names.NONE, "", null));
        assertThat(next()).as("it has what it may").isEqualTo("nothing");
        publish(cluster("a", 2), cluster("b"));

        Response response = Objects.requireNonNull(stream.next());
        assertThat(response.resources())
                .extracting(Resource::version)
                .containsExactlyInAnyOrder(
                        Resource.of(CLUSTER, "a", cluster("a")).version(),
                        Resource.of(CLUSTER, "b", cluster("b")).version());
    }

    @Test
    void whatItKeptNeedsJustWhatItNeeds() {
        publish(cluster("a"), cluster("b"), cluster("c"), routes("main", "a"));
        begin("gw-1");
        subscribe(CLUSTER);
        subscribe(ROUTES, "main");
        Map<String, String> clusters = versions(CLUSTER);
        Map<String, String> main = versions(ROUTES);
        settle();
        publish(cluster("b"), cluster("c"), routes("main", "b"));
        assertThat(next()).isEqualTo("ROUTES main");
        refuse(ROUTES, lastNonce());
        begin("gw-2");
        subscribe(CLUSTER);
        subscribe(ROUTES, "main");
        settle();

        begin("gw-1");
        stream.request(new Request.Delta(CLUSTER, Names.NONE, Names.NONE, Claims.of(clusters), "", null));
        stream.request(new Request.Delta(ROUTES, Names.of(List.of("main")), Names.NONE, Claims.of(main), "", null));
        subscribe(LISTENER);
        assertThat(next()).as("there are none").isEqualTo("LISTENER");
        assertThat(next()).as("its routes need a, which is gone").isEqualTo("nothing");
        publish(cluster("b"), routes("main", "b"));
        assertThat(next()).isEqualTo("CLUSTER -c");
    }

    /** They were told alone after they had been refused together. */
    @Test
    void whoRefusedTwoThatANeighbourTookAndForgotWhatItHadGetsItsOwnLastGoodOneBack() {
        publishRoutes("a", "a");
        takeRoutes("gw-1");
        publishRoutes("b", "b");
        AdsStream refuser = stream;
        takeRoutes("gw-2");
        stream = refuser;
        assertThat(next()).isEqualTo("ROUTES main other");
        refuse(ROUTES, lastNonce());
        assertThat(next()).isEqualTo("ROUTES main");
        refuse(ROUTES, lastNonce());
        assertThat(next()).isEqualTo("ROUTES other");
        acknowledge(ROUTES, lastNonce());
        publishRoutes("c", "b");
        takeRoutes("gw-2");

        begin("gw-1");
        subscribe(CLUSTER);
        settle();
        subscribe(ROUTES, "main", "other");
        assertThat(next()).isEqualTo("ROUTES main other");
        refuse(ROUTES, lastNonce());
        assertThat(next()).isEqualTo("ROUTES main");
        refuse(ROUTES, lastNonce());
        Response response = Objects.requireNonNull(stream.next());
        assertThat(response.resources())
                .extracting(Resource::version)
                .containsExactly(
                        Resource.of(ROUTES, "main", routes("main", "a")).version());
    }

    @Test
    void eachIsReportedInItsOwnWords() {
        publish(cluster("a"));
        AdsStream first = stream;
        subscribe(CLUSTER);
        assertThat(next()).isEqualTo("CLUSTER a");
        String toFirst = lastNonce();
        begin("gw-2");
        subscribe(CLUSTER);
        assertThat(next()).isEqualTo("CLUSTER a");
        answer(CLUSTER, lastNonce(), "too salty");
        AdsStream second = stream;
        stream = first;
        answer(CLUSTER, toFirst, "too sweet");
        begin("gw-3");
        subscribe(CLUSTER);

        assertThat(Stream.of(first, second, stream).map(each -> Report.refusal(each, new ResourceKey(CLUSTER, "a"))))
                .extracting(Refusal::words)
                .containsExactly("too sweet", "too salty", "too salty");
    }

    /** To say so to one is no reason to say it to others. */
    @Test
    void thatThereAreNoEndpointsIsNobodysLastGoodVersion() {
        publish(cluster("a"), endpoints("a", "127.0.0.1", 80));
        begin("gw-1");
        subscribe(CLUSTER);
        subscribe(ENDPOINTS, "a");
        settle();
        begin("gw-2");
        subscribe(CLUSTER);
        subscribe(ENDPOINTS, "a");
        assertThat(next()).isEqualTo("CLUSTER a");
        assertThat(next()).isEqualTo("ENDPOINTS a");
        refuse(ENDPOINTS, lastNonce());
        settle();
        assertThat(record.lastGood(new ResourceKey(ENDPOINTS, "a")))
                .extracting(Resource::version)
                .isEqualTo(Resource.of(ENDPOINTS, "a", endpoints("a", "127.0.0.1", 80))
                        .version());
    }

    private void publishRoutes(String main, String other) {
        publish(cluster("a"), cluster("b"), cluster("c"), routes("main", main), routes("other", other));
    }

    private void takeRoutes(String node) {
        begin(node);
        subscribe(CLUSTER);
        settle();
        subscribe(ROUTES, "main", "other");
        settle();
    }

    private Map<String, String> versions(ResourceType type) {
        var versions = new HashMap<String, String>();
        stream.target().snapshot().of(type).forEach((name, resource) -> versions.put(name, resource.version()));
        return versions;
    }

    /** Takes what is stated of it; returns the version. */
    private String take(ResourceType type, String nonce) {
        state(type, nonce);
        Response response = Objects.requireNonNull(stream.next());
        stream.request(new Request.Sotw(type, response.version(), Names.NONE, response.nonce(), null));
        return response.version();
    }

    private void begin(String node) {
        stream = begin(new DeltaProtocol(new Bundles(1 << 17)), node);
    }

    private static Secret secret(String name) {
        return Secret.newBuilder().setName(name).build();
    }
}
