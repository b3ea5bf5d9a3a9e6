package dev.convoy.registry.store;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/** Drops changes that are older than they need to be kept, and remembers up to where. */
final class Forgetting {
    private final StatelessSession session;

    Forgetting(StatelessSession session) {
        this.session = session;
    }

    Uni<Integer> forget(Retention retention, Instant now) {
        Uni<Integer> observed = drop("observed_changes", now.minus(retention.observed()));
        Duration declared = retention.declared();
        return declared == null
                ? observed
                : observed.chain(
                        some -> drop("declared_changes", now.minus(declared)).map(more -> some + more));
    }

    /** The youngest change that is old enough, and everything up to it. */
    private Uni<Integer> drop(String table, Instant before) {
        return session.createNativeQuery("""
                        with old as (select coalesce(max(revision), 0) as revision from %1$s
                                      where at < cast(cast(:before as text) as timestamptz)),
                             counted as (update counters set value = greatest(value, old.revision)
                                           from old where name = 'history')
                        delete from %1$s where revision <= (select revision from old)""".formatted(table))
                .setParameter("before", before.toString())
                .executeUpdate();
    }
}
