package dev.convoy.registry.store;

import dev.convoy.model.ObjectId;
import dev.convoy.registry.store.CommitQueue.Request;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/**
 * Some commits as one transaction: take the lock that orders all commits, read, judge, write, count, notify. Whoever holds the lock and
 * falls asleep loses it, and the transaction, after a while.
 */
final class Commit {
    static final String LOCK = """
            select set_config('lock_timeout', '4s', true),
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
    private final List<Request> requests;

    Commit(StatelessSession session, Rows rows, List<Request> requests) {
        this.session = session;
        this.rows = rows;
        this.requests = requests;
    }

    /** The answers, to be given when the transaction is committed. */
    Uni<List<Runnable>> carryOut() {
        return session.createNativeQuery(LOCK, Object[].class)
                .getSingleResult()
                .chain(this::read)
                .chain(this::judgeAndWrite);
    }

    private Uni<Judged> read() {
        List<ObjectKey> keys = requests.stream()
                .flatMap(request -> request.writes().stream())
                .map(write -> ObjectKey.of(write.id()))
                .distinct()
                .toList();
        Map<ObjectId, StoredObject> objects = new HashMap<>();
        Uni<Long> revision = Uni.createFrom().item(0L);
        for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
            List<ObjectKey> some = keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE));
            revision = revision.chain(() -> read(some, objects));
        }
        return revision.map(last -> new Judged(last, objects, Instant.now().truncatedTo(ChronoUnit.MICROS)));
    }

    private Uni<Long> read(List<ObjectKey> keys, Map<ObjectId, StoredObject> objects) {
        return session.createSelectionQuery(CURRENT, Object[].class)
                .setParameter("keys", keys)
                .getResultList()
                .map(found -> {
                    for (Object[] row : found) {
                        if (row[1] instanceof ObjectRow object) {
                            objects.put(object.key.id(), rows.object(object, (StatusRow) row[2]));
                        }
                    }
                    return (long) found.getFirst()[0];
                });
    }

    private Uni<List<Runnable>> judgeAndWrite(Judged judged) {
        List<Runnable> answers =
                requests.stream().map(request -> judge(request, judged)).toList();
        Uni<List<Runnable>> answer = Uni.createFrom().item(answers);
        return judged.changes().isEmpty() ? answer : write(judged).chain(() -> answer);
    }

    private static Runnable judge(Request request, Judged judged) {
        try {
            List<StoredObject> results = judged.apply(request.writes(), request.author());
            return () -> request.answer().complete(results);
        } catch (StoreException refused) {
            return () -> request.answer().completeExceptionally(refused);
        }
    }

    private Uni<?> write(Judged judged) {
        List<ChangeRow> history = judged.changes().stream()
                .map(authored -> rows.row(authored.change(), authored.author(), judged.now()))
                .toList();
        return unlessEmpty(rowsOf(judged.added()), some -> session.insertMultiple(some))
                .chain(() -> unlessEmpty(rowsOf(judged.modified()), some -> session.updateMultiple(some)))
                .chain(() -> unlessEmpty(rowsOf(judged.gone()), some -> session.deleteMultiple(some)))
                .chain(() -> unlessEmpty(judged.ended(), this::deleteStatuses))
                .chain(() -> session.insertMultiple(history))
                .chain(() -> session.createNativeQuery(COUNT, String.class)
                        .setParameter("revision", judged.revision())
                        .getSingleResult());
    }

    private List<ObjectRow> rowsOf(List<StoredObject> objects) {
        return objects.stream().map(rows::row).toList();
    }

    private static <T> Uni<?> unlessEmpty(List<T> some, Function<List<T>, Uni<?>> statement) {
        return some.isEmpty() ? Uni.createFrom().voidItem() : statement.apply(some);
    }

    private Uni<?> deleteStatuses(List<StoredObject> of) {
        return session.createMutationQuery("delete from StatusRow s where s.uid in (:uids)")
                .setParameter(
                        "uids",
                        of.stream().map(object -> UUID.fromString(object.uid())).toList())
                .executeUpdate();
    }
}
