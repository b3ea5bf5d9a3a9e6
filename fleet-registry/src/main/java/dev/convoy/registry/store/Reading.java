package dev.convoy.registry.store;

import dev.convoy.model.Kind;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.registry.store.ObjectStore.Change;
import dev.convoy.registry.store.ObjectStore.Changes;
import dev.convoy.registry.store.ObjectStore.Listing;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/** The questions. Each is one statement, which sees one moment: the revision comes along with every row. */
final class Reading {
    private static final String OBJECTS = """
            select r.value, o, s from Counter r
            left join ObjectRow o on %s
            left join StatusRow s on s.key = o.key and s.uid = o.uid
            where r.name = 'revision'""";

    private static final String ALL = OBJECTS.formatted("o.revision > 0");
    private static final String ONE = OBJECTS.formatted("o.key = :key");
    private static final String OF_KIND = OBJECTS.formatted("o.key.member = :member and o.key.kind = :kind");
    private static final String OF_NAMESPACE =
            OBJECTS.formatted("o.key.member = :member and o.key.kind = :kind and o.key.namespace = :namespace");

    /** What a Secret holds stands in no history: it comes from the object, if that is still as this change left it. */
    private static final String CHANGES = """
            select r.value, h.value, c, o, s from Counter r
            join Counter h on h.name = 'history'
            left join ChangeRow c on c.key.revision %s
            left join ObjectRow o on o.key = c.key.object and o.revision = c.key.revision and o.sealed is not null
            left join StatusRow s on s.key = c.key.object and s.uid = c.uid
            where r.name = 'revision'
            order by c.key.revision""";

    private static final String CHANGES_AFTER = CHANGES.formatted("> :revision");
    private static final String CHANGES_OF = CHANGES.formatted("= :revision");

    private final StatelessSession session;
    private final Rows rows;

    Reading(StatelessSession session, Rows rows) {
        this.session = session;
        this.rows = rows;
    }

    Uni<Optional<StoredObject>> find(ObjectId id) {
        return session.createSelectionQuery(ONE, Object[].class)
                .setParameter("key", ObjectKey.of(id))
                .getResultList()
                .map(found -> listing(found).items().stream().findFirst());
    }

    Uni<Listing> all() {
        return session.createSelectionQuery(ALL, Object[].class).getResultList().map(this::listing);
    }

    Uni<Listing> list(Tree tree, Kind kind, String namespace) {
        var query = session.createSelectionQuery(namespace.isEmpty() ? OF_KIND : OF_NAMESPACE, Object[].class)
                .setParameter("member", ObjectKey.column(tree))
                .setParameter("kind", ObjectKey.column(kind));
        return (namespace.isEmpty() ? query : query.setParameter("namespace", ObjectKey.column(namespace)))
                .getResultList()
                .map(this::listing);
    }

    private Listing listing(List<Object[]> found) {
        List<StoredObject> objects = new ArrayList<>();
        for (Object[] row : found) {
            if (row[1] instanceof ObjectRow object) {
                objects.add(rows.object(object, (StatusRow) row[2]));
            }
        }
        objects.sort(Comparator.comparing(StoredObject::id));
        return new Listing((long) found.getFirst()[0], objects);
    }

    Uni<Changes> changesAfter(long revision, int limit) {
        return session.createSelectionQuery(CHANGES_AFTER, Object[].class)
                .setParameter("revision", revision)
                .setMaxResults(limit + 1)
                .getResultList()
                .chain(found -> {
                    requireWithinHistory(revision, (long) found.getFirst()[1], (long) found.getFirst()[0]);
                    return found.size() <= limit
                            ? Uni.createFrom().item(changes(found, (long) found.getFirst()[0]))
                            : portion(found);
                });
    }

    static void requireWithinHistory(long revision, long floor, long last) {
        if (revision < floor || revision > last) {
            throw new StoreException(
                    StoreException.Code.GONE,
                    "history reaches from revision " + floor + " to " + last + ", not to " + revision + "; list again");
        }
    }

    /** The last revision may have more than was read; it comes next time, or whole where it is the only one. */
    private Uni<Changes> portion(List<Object[]> found) {
        long first = revision(found.getFirst());
        long last = revision(found.getLast());
        if (first < last) {
            return Uni.createFrom()
                    .item(changes(
                            found.stream().filter(row -> revision(row) < last).toList(), last - 1));
        }
        return session.createSelectionQuery(CHANGES_OF, Object[].class)
                .setParameter("revision", first)
                .getResultList()
                .map(whole -> changes(whole, first));
    }

    private static long revision(Object[] row) {
        return ((ChangeRow) row[2]).key.revision();
    }

    private Changes changes(List<Object[]> found, long upTo) {
        List<Change> changes = new ArrayList<>();
        for (Object[] row : found) {
            if (row[2] instanceof ChangeRow change) {
                rows.change(change, (ObjectRow) row[3], (StatusRow) row[4]).ifPresent(changes::add);
            }
        }
        return new Changes(changes, upTo);
    }
}
