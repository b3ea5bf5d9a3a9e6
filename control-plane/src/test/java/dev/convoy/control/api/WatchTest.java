package dev.convoy.control.api;

import static dev.convoy.control.api.Texts.ROUTES;
import static dev.convoy.control.api.Texts.route;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WatchTest {
    private final TestApi api = new TestApi();
    private Thread watching = Thread.ofVirtual().unstarted(() -> {});

    @AfterEach
    void close() {
        watching.interrupt();
        api.close();
    }

    @Test
    void withoutARevisionEverythingIsShownFirst() throws Exception {
        api.post(ROUTES, route("web", "foo.com"));

        Events events = watch("?watch=true");

        events.expect("ADDED", "web");
        api.post(ROUTES, route("shop", "bar.com"));
        events.expect("ADDED", "shop");
    }

    @Test
    void fromARevisionOnNothingIsMissedAndNothingShownTwice() throws Exception {
        api.post(ROUTES, route("first", "first.com"));
        String revision = api.get(ROUTES).body().at("/metadata/resourceVersion").asText();
        api.post(ROUTES, route("web", "foo.com"));
        api.mergePatch(ROUTES + "/web", "{\"spec\": {\"hostnames\": [\"bar.com\"]}}");

        Events events = watch("?watch=true&resourceVersion=" + revision);
        api.delete(ROUTES + "/web");

        events.expect("ADDED", "web");
        events.expect("MODIFIED", "web");
        events.expect("DELETED", "web");
        events.expectNothing();
    }

    @Test
    void aStatusThatWasWrittenBetweenListAndWatchIsShown() throws Exception {
        api.post(ROUTES, route("web", "foo.com"));
        Events before = watch("?watch=true");
        before.expect("ADDED", "web");
        String revision = api.get(ROUTES).body().at("/metadata/resourceVersion").asText();
        api.mergePatch(ROUTES + "/web/status", "{\"status\": {\"parents\": []}}");
        before.expect("MODIFIED", "web");

        Events events = watch("?watch=true&resourceVersion=" + revision);

        JsonNode event = events.expect("MODIFIED", "web");
        assertThat(event.at("/object/status/parents").isArray()).isTrue();
    }

    @Test
    void whatLeavesTheSelectionIsGoneForTheWatch() throws Exception {
        api.post(ROUTES, route("web", "foo.com"));
        Events events = watch("?watch=true&labelSelector=app=web");
        events.expect("ADDED", "web");

        api.mergePatch(ROUTES + "/web", "{\"metadata\": {\"labels\": {\"app\": \"other\"}}}");
        events.expect("DELETED", "web");
        api.mergePatch(ROUTES + "/web", "{\"metadata\": {\"labels\": {\"x\": \"y\"}}}");
        api.mergePatch(ROUTES + "/web", "{\"metadata\": {\"labels\": {\"app\": \"web\"}}}");
        events.expect("ADDED", "web");
    }

    @Test
    void aRevisionThatIsForgottenIsAnErrorThatSaysToListAgain() throws Exception {
        api.post(ROUTES, route("web", "foo.com"));
        api.post(ROUTES, route("shop", "bar.com"));
        while (api.feed.mark().orElseThrow().revision() < 2) {
            Thread.sleep(10);
        }
        api.store.forgetHistory();

        JsonNode event = watch("?watch=true&resourceVersion=1").next();

        assertThat(event.path("type").asText()).isEqualTo("ERROR");
        assertThat(event.at("/object/code").asInt()).isEqualTo(410);
        assertThat(event.at("/object/reason").asText()).isEqualTo("Expired");
        assertThat(event.at("/object/message").asText()).contains("list again");
    }

    @Test
    void aRevisionThatNeverWasIsAnErrorToo() throws Exception {
        api.post(ROUTES, route("web", "foo.com"));

        JsonNode event = watch("?watch=true&resourceVersion=1000").next();

        assertThat(event.path("type").asText()).isEqualTo("ERROR");
        assertThat(event.at("/object/code").asInt()).isEqualTo(410);
    }

    @Test
    void initialEventsEndWithABookmark() throws Exception {
        api.post(ROUTES, route("web", "foo.com"));

        Events events =
                watch("?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");

        events.expect("ADDED", "web");
        JsonNode bookmark = events.next();
        assertThat(bookmark.path("type").asText()).isEqualTo("BOOKMARK");
        assertThat(bookmark.at("/object/metadata/annotations/k8s.io~1initial-events-end")
                        .asText())
                .isEqualTo("true");
    }

    @Test
    void aWatchEndsInTime() throws Exception {
        watch("?watch=true&timeoutSeconds=1");

        assertThat(watching.join(Duration.ofSeconds(5))).isTrue();
    }

    private Events watch(String query) throws InterruptedException {
        var events = new Events(new LinkedBlockingQueue<>());
        Answer.Streamed answer = api.watch(ROUTES + query);
        watching = Thread.ofVirtual().start(() -> {
            try {
                answer.body().writeTo(events);
            } catch (IOException e) {
                throw new AssertionError(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return events;
    }

    private record Events(BlockingQueue<JsonNode> queue) implements Answer.Sink {
        @Override
        public void send(byte[] piece) throws IOException {
            for (String line : List.of(new String(piece, StandardCharsets.UTF_8).split("\n", -1))) {
                if (!line.isEmpty()) {
                    queue.add(Json.MAPPER.readTree(line));
                }
            }
        }

        @Override
        public boolean open() {
            return true;
        }

        JsonNode next() throws InterruptedException {
            JsonNode event = queue.poll(5, TimeUnit.SECONDS);
            assertThat(event).as("an event").isNotNull();
            return event;
        }

        JsonNode expect(String type, String name) throws InterruptedException {
            JsonNode event = next();
            assertThat(event.path("type").asText() + " "
                            + event.at("/object/metadata/name").asText())
                    .isEqualTo(type + " " + name);
            return event;
        }

        void expectNothing() throws InterruptedException {
            assertThat(queue.poll(700, TimeUnit.MILLISECONDS)).isNull();
        }
    }
}
