package dev.convoy.xds.stream;

import static dev.convoy.xds.Fixtures.cluster;
import static dev.convoy.xds.Fixtures.listener;
import static dev.convoy.xds.Fixtures.routes;
import static dev.convoy.xds.Fixtures.scope;
import static dev.convoy.xds.Fixtures.scopedListener;
import static dev.convoy.xds.snapshot.ResourceType.CLUSTER;
import static dev.convoy.xds.snapshot.ResourceType.LISTENER;
import static dev.convoy.xds.snapshot.ResourceType.ROUTES;
import static dev.convoy.xds.snapshot.ResourceType.SCOPES;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Buckets move from one set of routes to another, and no request is between them. */
class ScopesTest extends Conversation {
    @Test
    void aBucketIsSwitchedWhenItsNewRoutesAreThereAndHeld() {
        startWith("one");
        publishBuckets("two");
        assertThat(next()).as("the holder, which makes the client ask").isEqualTo("SCOPES two");
        assertThat(next()).isEqualTo("nothing");
        subscribe(ROUTES, "two");
        acknowledge(SCOPES, lastNonce());
        assertThat(next()).isEqualTo("ROUTES two");
        assertThat(next()).isEqualTo("nothing");
        acknowledge(ROUTES, lastNonce());
        assertThat(next()).isEqualTo("SCOPES a b");
        assertThat(next()).as("the old holder goes last").isEqualTo("nothing");
        acknowledge(SCOPES, lastNonce());
        assertThat(next()).isEqualTo("SCOPES -one");
    }

    @Test
    void routesThatComeBackAreNotCountedOnUntilTheyAreSentAgain() {
        startWith("one");
        publishBuckets("two");
        publishBuckets("one");
        assertThat(next()).as("nothing went out meanwhile").isEqualTo("ROUTES one");
        acknowledge(ROUTES, lastNonce());
        assertThat(next()).isEqualTo("nothing");
    }

    @Test
    void scopesGoAfterTheListenerThatUsedThem() {
        startWith("one");
        publish(cluster("c"));
        assertThat(next()).isEqualTo("LISTENER -front");
        assertThat(next()).isEqualTo("nothing");
        acknowledge(LISTENER, lastNonce());
        assertThat(next()).isEqualTo("SCOPES -a -b -one");
    }

    @Test
    void aClusterStaysUntilAClientThatComesBackHasSaidWhichRoutesItUses() {
        publish(cluster("c"), routes("one", "c"), scope("a", "a", "one"), front());
        stream.request(
                new Request.Delta(CLUSTER, Names.NONE, Names.NONE, Claims.of(Map.of("c", "1", "gone", "1")), "", null));
        assertThat(next()).isEqualTo("CLUSTER c");
        acknowledge(CLUSTER, lastNonce());
        stream.request(new Request.Delta(LISTENER, Names.NONE, Names.NONE, Claims.of(Map.of("front", "1")), "", null));
        assertThat(next()).isEqualTo("LISTENER front");
        acknowledge(LISTENER, lastNonce());
        assertThat(next()).as("the scopes are not known").isEqualTo("nothing");
        stream.request(new Request.Delta(SCOPES, Names.NONE, Names.NONE, Claims.of(Map.of("a", "1")), "", null));
        assertThat(next()).isEqualTo("SCOPES a");
        acknowledge(SCOPES, lastNonce());
        assertThat(next()).as("the routes are not known").isEqualTo("nothing");
        stream.request(new Request.Delta(
                ROUTES, Names.of(List.of("one")), Names.NONE, Claims.of(Map.of("one", "1")), "", null));
        assertThat(next()).isEqualTo("ROUTES one");
        acknowledge(ROUTES, lastNonce());
        assertThat(next()).isEqualTo("CLUSTER -gone");
    }

    @Test
    void stateOfTheWorldRestatesTheBucketsThatMustWait() {
        stream = begin(new SotwProtocol());
        publishBuckets("one");
        for (var type : List.of(CLUSTER, LISTENER, SCOPES)) {
            state(type, "");
            assertThat(next()).startsWith(type + " ");
            state(type, lastNonce());
        }
        state(ROUTES, "", "one");
        assertThat(next()).isEqualTo("ROUTES one");
        state(ROUTES, lastNonce(), "one");

        publishBuckets("two");
        Response holder = Objects.requireNonNull(stream.next());
        assertThat(holder.resources())
                .extracting(resource ->
                        resource.name() + " to " + resource.references().routes())
                .containsExactly("a to [one]", "b to [one]", "one to [one]", "two to [two]");
    }

    @Test
    void whoAsksAgainBeforeItHeardOfScopesHasThemOnceItDoes() {
        stream = begin(new SotwProtocol());
        publishBuckets("one");
        for (var type : List.of(CLUSTER, LISTENER)) {
            state(type, "");
            next();
            state(type, lastNonce());
        }
        state(SCOPES, "");
        assertThat(next()).isEqualTo("SCOPES a b one");
        state(SCOPES, "");
        state(SCOPES, lastNonce());
        assertThat(next()).isEqualTo("nothing");
        publish(cluster("c"), cluster("new"), listener("front", "plain", "127.0.0.1", 80), routes("plain", "new"));
        assertThat(next()).isEqualTo("CLUSTER c new");
        assertThat(next())
                .as("the listener still needs them, and waits for the cluster")
                .isEqualTo("nothing");
    }

    private void startWith(String routes) {
        publishBuckets(routes);
        subscribe(CLUSTER);
        subscribe(LISTENER);
        subscribe(SCOPES);
        subscribe(ROUTES, routes);
        settle();
    }

    private void publishBuckets(String routes) {
        var messages = new ArrayList<Message>(List.of(cluster("c"), routes(routes, "c"), front()));
        for (String name : List.of("a", "b", routes)) {
            messages.add(scope(name, name, routes));
        }
        publish(messages.toArray(Message[]::new));
    }

    private static Message front() {
        return scopedListener("front", "127.0.0.1", 80);
    }
}
