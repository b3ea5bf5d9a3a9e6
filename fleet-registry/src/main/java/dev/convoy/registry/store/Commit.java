package dev.convoy.registry.store;

import dev.convoy.model.ObjectId;
import dev.convoy.registry.store.ObjectStore.Author;
import dev.convoy.registry.store.ObjectStore.Change;
import dev.convoy.registry.store.ObjectStore.Write;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * One commit, as a transaction: take the lock that orders all commits, read, judge, write, count, notify. Whoever holds the lock and
 * falls asleep loses it, and the transaction, after a while.
 */
final class Commit {
    private static final String LOCK = """
            select set_config('lock_timeout', '5s', true),
                   set_config('idle_in_transaction_session_timeout', '5s', true),
                   cast(pg_advisory_xact_lock(7236837116) as text)""";

    /** The revision comes along with every row, so that there is one where no object is. */
    private static final String CURRENT = """
            select r.value, o, s from Counter r
            left join ObjectRow o on o.key in (:keys)
            left join StatusRow s on s.key = o.key and s.uid = o.uid
            where r.name = 'revision'""";

    private static final String COUNT = """
            with counted as (update counters set value = :revision where name = 'revision')
            select cast(pg_notify('%s', cast(cast(:revision as bigint) as text)) as text)""".formatted(CommitFeed.CHANNEL);

    /** PostgreSQL plans a longer list of keys more slowly than several short ones. */
    private static final int KEYS_AT_ONCE = 200;

    private final StatelessSession session;
    private final Rows rows;
    private final List<Write> writes;
    private final Author author;

    Commit(StatelessSession session, Rows rows, List<Write> writes, Author author) {
        this.session = session;
        this.rows = rows;
        this.writes = writes;
        this.author = author;
    }

    /** The objects as they are before the commit, and the revision that this was the truth at. */
    private record Before(long revision, Map<ObjectId, StoredObject> objects) {}

    Uni<List<StoredObject>> carryOut() {
        return session.createNativeQuery(LOCK, Object[].class)
                .getSingleResult()
                .chain(this::read)
                .chain(this::judgeAndWrite);
    }

    private Uni<Before> read() {
        List<ObjectKey> keys =
                writes.stream().map(write -> ObjectKey.of(write.id())).toList();
        Uni<Before> before = Uni.createFrom().item(new Before(0, new HashMap<>()));
        for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
            List<ObjectKey> some = keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE));
            before = before.chain(sofar -> read(some, sofar));
        }
        return before;
    }

    private Uni<Before> read(List<ObjectKey> keys, Before sofar) {
        return session.createSelectionQuery(CURRENT, Object[].class)
                .setParameter("keys", keys)
                .getResultList()
                .map(found -> {
                    for (Object[] row : found) {
                        if (row[1] instanceof ObjectRow object) {
                            sofar.objects().put(object.key.id(), rows.object(object, (StatusRow) row[2]));
                        }
                    }
                    return new Before((long) found.getFirst()[0], sofar.objects());
                });
    }

    private Uni<List<StoredObject>> judgeAndWrite(Before before) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        long revision = before.revision() + 1;
        List<StoredObject> results = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (Write write : writes) {
            @Nullable StoredObject current = before.objects().get(write.id());
            Optional<Change> change = WriteJudge.judge(write, current, revision, now);
            change.ifPresent(changes::add);
            change.map(Change::object).or(() -> Optional.ofNullable(current)).ifPresent(results::add);
        }
        Uni<List<StoredObject>> answer = Uni.createFrom().item(List.copyOf(results));
        return changes.isEmpty() ? answer : write(changes, revision, now).chain(() -> answer);
    }

    private Uni<?> write(List<Change> changes, long revision, Instant now) {
        List<ObjectRow> added = rowsOf(changes, Change.Type.ADDED);
        List<ObjectRow> modified = rowsOf(changes, Change.Type.MODIFIED);
        List<ObjectRow> deleted = rowsOf(changes, Change.Type.DELETED);
        List<ChangeRow> history =
                changes.stream().map(change -> rows.row(change, author, now)).toList();
        return unlessEmpty(added, rows -> session.insertMultiple(rows))
                .chain(() -> unlessEmpty(modified, rows -> session.updateMultiple(rows)))
                .chain(() -> unlessEmpty(deleted, rows -> session.deleteMultiple(rows)))
                .chain(() -> unlessEmpty(deleted, this::deleteStatuses))
                .chain(() -> session.insertMultiple(history))
                .chain(() -> session.createNativeQuery(COUNT, String.class)
                        .setParameter("revision", revision)
                        .getSingleResult());
    }

    private List<ObjectRow> rowsOf(List<Change> changes, Change.Type type) {
        return changes.stream()
                .filter(change -> change.type() == type)
                .map(change -> rows.row(change.object()))
                .toList();
    }

    private static <T> Uni<?> unlessEmpty(List<T> rows, Function<List<T>, Uni<?>> statement) {
        return rows.isEmpty() ? Uni.createFrom().voidItem() : statement.apply(rows);
    }

    private Uni<?> deleteStatuses(List<ObjectRow> of) {
        return session.createMutationQuery("delete from StatusRow s where s.uid in (:uids)")
                .setParameter("uids", of.stream().map(row -> row.uid).toList())
                .executeUpdate();
    }
}
