package dev.convoy.control.api;

import dev.convoy.control.api.ChangeFeed.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

/** {@code GET} of a collection with {@code watch=true}: admits as many watches as there are places. */
final class Watcher {
    private static final long SHORTEST_SECONDS = 1_800;
    private static final long LONGEST_SECONDS = 24 * 3_600;

    private final Objects objects;
    private final ChangeFeed feed;
    private final Semaphore places;

    Watcher(Objects objects, ChangeFeed feed, int most) {
        this.objects = objects;
        this.feed = feed;
        this.places = new Semaphore(most);
    }

    Answer watch(Call call, ApiRequest.Collection collection) throws InterruptedException {
        objects.requireTree(collection.tree());
        var events = new WatchEvents(call, collection);
        String from = call.parameter("resourceVersion").orElse("0");
        boolean fromStart = from.equals("0") || call.flag("sendInitialEvents");
        long revision = fromStart ? 0 : revision(from);
        Instant until = Instant.now().plusSeconds(seconds(call));
        // Read before anything else is: whatever happens from here on comes by in the feed.
        Mark mark =
                feed.mark().orElseThrow(() -> Refusal.unavailable("The store cannot be reached right now; try again."));
        if (!places.tryAcquire()) {
            throw Refusal.tooManyRequests(
                    "As many watches are open as this hub admits. Close some, or try again later.",
                    Duration.ofSeconds(10));
        }
        return new Answer.Streamed(Answer.JSON, sink -> {
            try {
                var watch = new OpenWatch(objects.store(), feed, collection, events, new WatchLines(sink, call), mark);
                watch.run(fromStart, revision, until);
            } finally {
                places.release();
            }
        });
    }

    private static long revision(String resourceVersion) {
        try {
            return Long.parseUnsignedLong(resourceVersion);
        } catch (NumberFormatException e) {
            throw Refusal.badRequest(
                    "resourceVersion=" + Text.shown(resourceVersion) + " is not one of this hub; take it from a list.");
        }
    }

    /** Without a wish, not all watches of a moment end in the same moment. */
    private static long seconds(Call call) {
        long wanted = call.number("timeoutSeconds", 0);
        return wanted > 0
                ? Math.min(wanted, LONGEST_SECONDS)
                : SHORTEST_SECONDS + ThreadLocalRandom.current().nextLong(SHORTEST_SECONDS);
    }
}
