package dev.convoy.xds.stream;

import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.endpoints;
import static dev.convoy.xds.Fixtures.routes;
import static dev.convoy.xds.snapshot.ResourceType.CLUSTER;
import static dev.convoy.xds.snapshot.ResourceType.ENDPOINTS;
import static dev.convoy.xds.snapshot.ResourceType.ROUTES;
import static dev.convoy.xds.snapshot.ResourceType.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
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

    private void begin(String node) {
        stream = begin(new DeltaProtocol(new Bundles(1 << 17)), node);
    }

    private static Secret secret(String name) {
        return Secret.newBuilder().setName(name).build();
    }
}
