package dev.convoy.control.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.control.api.ChangeFeed.Mark;
import dev.convoy.control.api.ChangeFeed.News;
import dev.convoy.model.ObjectId;
import dev.convoy.registry.store.ObjectStore;
import dev.convoy.registry.store.ObjectStore.Change;
import dev.convoy.registry.store.ObjectStore.Changes;
import dev.convoy.registry.store.ObjectStore.Listing;
import dev.convoy.registry.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One watch from its first event to its last. What happened up to the feed's mark comes from the store, what follows from the feed; no
 * change is left out and none older than one already shown is sent.
 */
final class OpenWatch {
    /** How long a watch goes on, at most, for somebody whose credential was revoked. */
    private static final Duration LOOK_UP = Duration.ofSeconds(4);

    private static final Duration BETWEEN_BOOKMARKS = Duration.ofSeconds(30);
    private static final Duration LOOK_BACK_AT_STATUSES = Duration.ofSeconds(30);
    private static final int BATCH = 500;

    private final ObjectStore store;
    private final ChangeFeed feed;
    private final ApiRequest.Collection collection;
    private final WatchEvents events;
    private final WatchLines lines;
    private final Mark mark;
    /** What the feed brings up to this revision was shown before. */
    private long caughtUp;

    /** Every change up to this revision was shown. */
    private long shown;

    OpenWatch(
            ObjectStore store,
            ChangeFeed feed,
            ApiRequest.Collection collection,
            WatchEvents events,
            WatchLines lines,
            Mark mark) {
        this.store = store;
        this.feed = feed;
        this.collection = collection;
        this.events = events;
        this.lines = lines;
        this.mark = mark;
    }

    /** @param revision where the client's list was made; ignored where everything is to be shown first */
    void run(boolean fromStart, long revision, Instant until) throws IOException, InterruptedException {
        try {
            lines.begin();
            if (fromStart) {
                showAll();
            } else {
                catchUp(revision);
            }
            caughtUp = shown;
            follow(until);
        } catch (StoreException e) {
            lines.send(WatchEvents.error(StoreRefusals.of(e)));
        }
    }

    /** Everything that is, as if it were just added. */
    private void showAll() throws IOException, InterruptedException {
        Listing listing = listing();
        lines.sendAll(listing.items().stream().map(events::initial).flatMap(Optional::stream));
        shown = listing.revision();
        if (lines.wantsInitialEventsEnd()) {
            lines.send(events.bookmark(shown, true));
        }
    }

    private void catchUp(long revision) throws IOException, InterruptedException {
        if (events.selectionChanges()) {
            listing().items().forEach(events::assumeShown);
        }
        shown = revision;
        // At least once: a revision that never was, as after a database was put back, is GONE too.
        do {
            Changes changes = store.changesAfter(shown, BATCH);
            lines.sendAll(changes.changes().stream().map(events::of).flatMap(Optional::stream));
            shown = changes.upTo();
        } while (shown < mark.revision());
        // A status has no revision: one written between the client's list and now would be missed.
        lines.sendAll(feed.judgedSince(Instant.now().minus(LOOK_BACK_AT_STATUSES)).stream()
                .flatMap(this::judged));
    }

    private void follow(Instant until) throws IOException, InterruptedException {
        long position = mark.position();
        Instant nextBookmark = Instant.now().plus(BETWEEN_BOOKMARKS);
        while (lines.open()) {
            Duration left = Duration.between(Instant.now(), until);
            if (!left.isPositive()) {
                return;
            }
            Optional<List<News>> news = feed.after(position, left.compareTo(LOOK_UP) < 0 ? left : LOOK_UP);
            if (news.isEmpty()) {
                lines.send(WatchEvents.error(Refusal.gone(
                        "This watch fell behind, or the hub is stopping. List again and watch from there.")));
                return;
            }
            List<ObjectNode> happened = new ArrayList<>();
            for (News one : news.get()) {
                event(one).forEach(happened::add);
            }
            lines.sendAll(happened.stream());
            position += news.get().size();
            if (lines.wantsBookmarks() && Instant.now().isAfter(nextBookmark)) {
                lines.send(events.bookmark(shown, false));
                nextBookmark = Instant.now().plus(BETWEEN_BOOKMARKS);
            }
        }
    }

    private Stream<ObjectNode> event(News news) {
        return switch (news) {
            case News.Changed(Change change) -> {
                shown = Math.max(shown, change.revision());
                yield change.revision() > caughtUp ? events.of(change).stream() : Stream.empty();
            }
            case News.Judged(ObjectId id, Instant _) -> judged(id);
        };
    }

    /** An object that is newer than what was shown comes by as a change, with its status. */
    private Stream<ObjectNode> judged(ObjectId id) {
        return events.about(id)
                ? store.find(id).filter(object -> object.revision() <= shown).flatMap(events::judged).stream()
                : Stream.empty();
    }

    private Listing listing() {
        return store.list(collection.tree(), collection.served().kind(), collection.namespace());
    }
}
