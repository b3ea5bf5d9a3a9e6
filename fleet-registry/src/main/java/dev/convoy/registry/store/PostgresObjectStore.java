package dev.convoy.registry.store;

import dev.convoy.model.Kind;
import dev.convoy.model.ObjectId;
import dev.convoy.model.Tree;
import dev.convoy.model.plan.GatewayAddresses;
import dev.convoy.registry.encryption.Encryption;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The store in PostgreSQL, for any number of replicas. The database must be migrated. Where PostgreSQL goes away, every method answers
 * {@code UNAVAILABLE} within a second or two, and works again when it is back.
 */
public final class PostgresObjectStore implements ObjectStore, AutoCloseable {
    private static final Logger LOG = System.getLogger(PostgresObjectStore.class.getName());
    private static final Duration BETWEEN_FORGETTING = Duration.ofMinutes(1);

    private final Transactions transactions;
    private final CommitFeed feed;
    private final Rows rows;
    private final CommitQueue commits;
    private final Retention retention;
    private final Thread forgetting;
    private final Runnable closeWhatIsOurs;

    private PostgresObjectStore(
            Vertx vertx,
            Mutiny.SessionFactory sessions,
            String url,
            Encryption encryption,
            Retention retention,
            Runnable closeWhatIsOurs) {
        this.feed = new CommitFeed(vertx, HibernateSessions.patient(PgConnectOptions.fromUri(url)));
        this.transactions = new Transactions(vertx, sessions, feed::isSilent);
        this.rows = new Rows(encryption);
        this.commits = new CommitQueue(transactions, rows);
        this.retention = retention;
        this.closeWhatIsOurs = closeWhatIsOurs;
        this.forgetting = Thread.ofVirtual().name("store-forgetting").unstarted(this::forgetNowAndThen);
    }

    /**
     * On sessions that somebody else set up and closes. Fails where the key file is not the one that the database was written with.
     *
     * @param url {@code postgresql://user:password@host:port/database}, where it listens for commits
     */
    public static PostgresObjectStore start(
            Vertx vertx, Mutiny.SessionFactory sessions, String url, Encryption encryption, Retention retention) {
        return start(new PostgresObjectStore(vertx, sessions, url, encryption, retention, () -> {}), encryption);
    }

    /** With sessions of its own, where there is no Quarkus. */
    public static PostgresObjectStore start(String url, Encryption encryption, Retention retention) {
        Vertx vertx = Vertx.vertx();
        Pool pool = HibernateSessions.pool(vertx, url);
        Mutiny.SessionFactory sessions = HibernateSessions.open(vertx, pool);
        Runnable close = () -> {
            sessions.close();
            pool.close();
            vertx.close();
        };
        return start(new PostgresObjectStore(vertx, sessions, url, encryption, retention, close), encryption);
    }

    private static PostgresObjectStore start(PostgresObjectStore store, Encryption encryption) {
        try {
            store.transactions.run(session -> KeyCheck.pass(session, encryption));
        } catch (RuntimeException e) {
            store.closeWhatIsOurs.run();
            throw e;
        }
        store.feed.start();
        store.forgetting.start();
        return store;
    }

    /** For others who keep something in the same database. */
    public Transactions transactions() {
        return transactions;
    }

    @Override
    public List<StoredObject> commit(List<Write> writes, Author author) {
        WriteJudge.requireSound(writes);
        return writes.isEmpty() ? List.of() : commits.commit(writes, author);
    }

    @Override
    public Optional<StoredObject> find(ObjectId id) {
        return transactions.run(session -> new Reading(session, rows).find(id));
    }

    @Override
    public Listing list(Tree tree, Kind kind, String namespace) {
        return transactions.run(session -> new Reading(session, rows).list(tree, kind, namespace));
    }

    @Override
    public Listing listAll() {
        return transactions.run(session -> new Reading(session, rows).all());
    }

    @Override
    public Changes changesAfter(long revision, int limit) {
        return transactions.run(session -> new Reading(session, rows).changesAfter(revision, limit));
    }

    @Override
    public void putStatus(ObjectId id, Status status) {
        transactions.run(session -> new StatusWriting(session, rows).put(id, status));
    }

    @Override
    public StatusChanges statusesAfter(long point) {
        return transactions.run(session -> new StatusWriting(session, rows).after(point));
    }

    @Override
    public GatewayAddresses addresses() {
        return transactions.run(session -> new Addresses(session).all());
    }

    @Override
    public boolean assignAddress(GatewayAddresses.Holder holder, String address) {
        return transactions.run(session -> new Addresses(session).assign(holder, address));
    }

    @Override
    public void releaseAddress(GatewayAddresses.Holder holder) {
        transactions.run(session -> new Addresses(session).release(holder));
    }

    @Override
    public Subscription onCommit(Runnable hint) {
        return feed.subscribe(hint);
    }

    /** Drops the changes that need no longer be kept. Happens every minute by itself. */
    void forget(Retention kept) {
        transactions.run(session -> new Forgetting(session).forget(kept, Instant.now()));
    }

    private void forgetNowAndThen() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_FORGETTING);
                try {
                    forget(retention);
                } catch (RuntimeException e) {
                    LOG.log(Level.WARNING, "old changes are kept until the next try: {0}", e.toString());
                }
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    @Override
    public void close() {
        forgetting.interrupt();
        feed.close();
        closeWhatIsOurs.run();
    }
}
