package dev.convoy.registry.store;

import dev.convoy.model.Kind;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.registry.store.WriteJudge.Judgement;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The store for tests that need no database: keeps the same contract as the real one, forgets all when it is garbage. It can be told to
 * be {@linkplain #goAway away}, as PostgreSQL sometimes is, and to {@linkplain #forgetHistory forget}, as PostgreSQL does after a while.
 */
public final class InMemoryObjectStore implements ObjectStore {
    private final InstantSource clock;
    private final NavigableMap<ObjectId, StoredObject> objects = new TreeMap<>();
    private final List<Change> history = new ArrayList<>();
    private final NavigableMap<Long, ObjectId> statusPoints = new TreeMap<>();
    private final Map<GatewayAddresses.Holder, String> addresses = new HashMap<>();
    private final Hints hints = new Hints();
    private long revision;
    private long historyFloor;
    private long statusPoint;
    private boolean away;

    public InMemoryObjectStore() {
        this(Clock.systemUTC());
    }

    /** With creation times that a test decides. */
    public InMemoryObjectStore(InstantSource clock) {
        this.clock = clock;
    }

    /** From now on every method answers {@code UNAVAILABLE}. */
    public synchronized void goAway() {
        away = true;
    }

    public synchronized void comeBack() {
        away = false;
    }

    /** Whoever has not read up to here is told {@code GONE}. */
    public synchronized void forgetHistory() {
        history.clear();
        historyFloor = revision;
    }

    @Override
    public synchronized List<StoredObject> commit(List<Write> writes, Author author) {
        requireHere();
        WriteJudge.requireSound(writes);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Judgement judgement = WriteJudge.judge(writes, objects::get, revision + 1, now);
        if (!judgement.changes().isEmpty()) {
            revision++;
            judgement.changes().forEach(this::apply);
            hints.give();
        }
        return judgement.results();
    }

    private void apply(Change change) {
        ObjectId id = change.object().id();
        if (id.kind() == Kind.SECRET) {
            history.removeIf(past ->
                    past.type() != Change.Type.DELETED && past.object().id().equals(id));
        }
        if (change.type() == Change.Type.DELETED) {
            objects.remove(id);
            statusPoints.values().remove(id);
            history.add(new Change(change.type(), change.revision(), SecretTombstone.of(change.object())));
        } else {
            objects.put(id, change.object());
            history.add(change);
        }
    }

    @Override
    public synchronized Optional<StoredObject> find(ObjectId id) {
        requireHere();
        return Optional.ofNullable(objects.get(id));
    }

    @Override
    public synchronized Listing list(Tree tree, Kind kind, String namespace) {
        requireHere();
        return new Listing(
                revision,
                objects.values().stream()
                        .filter(object -> object.id().tree().equals(tree)
                                && object.id().kind() == kind
                                && (namespace.isEmpty()
                                        || object.id().namespace().equals(namespace)))
                        .toList());
    }

    @Override
    public synchronized Listing listAll() {
        requireHere();
        return new Listing(revision, List.copyOf(objects.values()));
    }

    @Override
    public synchronized Changes changesAfter(long after, int limit) {
        requireHere();
        if (after < historyFloor || after > revision) {
            throw new StoreException(
                    StoreException.Code.GONE,
                    "history reaches from revision " + historyFloor + " to " + revision + ", not to " + after
                            + "; list again");
        }
        List<Change> news =
                history.stream().filter(change -> change.revision() > after).toList();
        if (news.size() <= limit) {
            return new Changes(withStatus(news.stream()), revision);
        }
        long first = news.getFirst().revision();
        long cut = news.get(limit).revision();
        long upTo = Math.max(first, cut - 1);
        return new Changes(withStatus(news.stream().filter(change -> change.revision() <= upTo)), upTo);
    }

    /** The status has no history: it comes as it is now. */
    private List<Change> withStatus(Stream<Change> changes) {
        return changes.map(change -> {
                    @Nullable StoredObject now = objects.get(change.object().id());
                    return now == null || !now.uid().equals(change.object().uid())
                            ? change
                            : new Change(
                                    change.type(),
                                    change.revision(),
                                    change.object().withStatus(now.status()));
                })
                .toList();
    }

    @Override
    public synchronized void putStatus(ObjectId id, Status status) {
        requireHere();
        @Nullable StoredObject current = objects.get(id);
        if (current == null) {
            throw new StoreException(StoreException.Code.NOT_FOUND, id + " does not exist");
        }
        if (!status.sameAs(current.status())) {
            objects.put(id, current.withStatus(status));
            statusPoints.values().remove(id);
            statusPoints.put(++statusPoint, id);
        }
    }

    @Override
    public synchronized StatusChanges statusesAfter(long point) {
        requireHere();
        Collection<ObjectId> changed = statusPoints.tailMap(point, false).values();
        return new StatusChanges(List.copyOf(changed), Math.max(point, statusPoint));
    }

    @Override
    public synchronized GatewayAddresses addresses() {
        requireHere();
        return new GatewayAddresses(addresses);
    }

    @Override
    public synchronized boolean assignAddress(GatewayAddresses.Holder holder, String address) {
        requireHere();
        boolean taken = addresses.entrySet().stream()
                .anyMatch(other -> other.getKey().member().equals(holder.member())
                        && other.getValue().equals(address));
        if (!taken) {
            addresses.putIfAbsent(holder, address);
        }
        return address.equals(addresses.get(holder));
    }

    @Override
    public synchronized void releaseAddress(GatewayAddresses.Holder holder) {
        requireHere();
        addresses.remove(holder);
    }

    @Override
    public Subscription onCommit(Runnable callback) {
        return hints.subscribe(callback);
    }

    private void requireHere() {
        EventLoops.refuse();
        if (away) {
            throw new StoreException(StoreException.Code.UNAVAILABLE, "the store is away; try again");
        }
    }
}
