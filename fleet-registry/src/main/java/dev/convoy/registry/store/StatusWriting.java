package dev.convoy.registry.store;

import dev.convoy.model.ObjectId;
import dev.convoy.registry.store.ObjectStore.StatusChanges;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/** Statuses, in an order of their own: the counter's row is locked until the commit, so that it is the order of commits too. */
final class StatusWriting {
    private static final String PUT = """
            with counted as (update counters set value = value + 1 where name = 'status' returning value)
            insert into statuses (member, kind, namespace, name, uid, point, body)
            select o.member, o.kind, o.namespace, o.name, o.uid, counted.value, cast(cast(:body as text) as json)
              from counted, objects o
             where o.member = :member and o.kind = :kind and o.namespace = :namespace and o.name = :name
               for key share of o
            on conflict (member, kind, namespace, name)
            do update set uid = excluded.uid, point = excluded.point, body = excluded.body""";

    private final StatelessSession session;
    private final Rows rows;

    StatusWriting(StatelessSession session, Rows rows) {
        this.session = session;
        this.rows = rows;
    }

    Uni<Void> put(ObjectId id, Status status) {
        return new Reading(session, rows).find(id).chain(found -> {
            StoredObject object = found.orElseThrow(() -> missing(id));
            return status.sameAs(object.status()) ? Uni.createFrom().voidItem() : write(id, status);
        });
    }

    private Uni<Void> write(ObjectId id, Status status) {
        ObjectKey key = ObjectKey.of(id);
        return session.createNativeQuery(PUT)
                .setParameter("body", Rows.text(status.json()))
                .setParameter("member", key.member())
                .setParameter("kind", key.kind())
                .setParameter("namespace", key.namespace())
                .setParameter("name", key.name())
                .executeUpdate()
                .invoke(written -> {
                    if (written == 0) {
                        throw missing(id);
                    }
                })
                .replaceWithVoid();
    }

    private static StoreException missing(ObjectId id) {
        return new StoreException(StoreException.Code.NOT_FOUND, id + " does not exist");
    }

    Uni<StatusChanges> after(long point) {
        return session.createSelectionQuery("""
                        select c.value, s.key from Counter c left join StatusRow s on s.point > :point
                        where c.name = 'status' order by s.point""", Object[].class)
                .setParameter("point", point)
                .getResultList()
                .map(found -> new StatusChanges(
                        found.stream()
                                .filter(row -> row[1] != null)
                                .map(row -> ((ObjectKey) row[1]).id())
                                .toList(),
                        Math.max(point, (long) found.getFirst()[0])));
    }
}
