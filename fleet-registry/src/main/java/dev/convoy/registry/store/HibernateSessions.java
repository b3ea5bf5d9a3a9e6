package dev.convoy.registry.store;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.concurrent.TimeUnit;
import org.hibernate.cfg.Configuration;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.jdbc.spi.SqlExceptionHelper;
import org.hibernate.engine.jdbc.spi.SqlStatementLogger;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.pool.ReactiveConnectionPool;
import org.hibernate.reactive.pool.impl.ExternalSqlClientPool;
import org.hibernate.reactive.provider.ReactiveServiceRegistryBuilder;
import org.hibernate.reactive.vertx.VertxInstance;
import org.hibernate.reactive.vertx.impl.ProvidedVertxInstance;

/** Hibernate Reactive where no Quarkus sets it up, and the settings that a pool of the store's connections needs anywhere. */
final class HibernateSessions {

    private HibernateSessions() {}

    static Mutiny.SessionFactory open(Vertx vertx, Pool pool) {
        Configuration configuration = new Configuration()
                .addAnnotatedClass(ObjectRow.class)
                .addAnnotatedClass(ChangeRow.class)
                .addAnnotatedClass(StatusRow.class)
                .addAnnotatedClass(Counter.class)
                .addAnnotatedClass(AddressRow.class)
                .setProperty("hibernate.dialect", PostgreSQLDialect.class.getName())
                .setProperty("hibernate.boot.allow_jdbc_metadata_access", "false");
        var registry = new ReactiveServiceRegistryBuilder()
                .applySettings(configuration.getProperties())
                .addService(VertxInstance.class, new ProvidedVertxInstance(vertx))
                .addService(
                        ReactiveConnectionPool.class,
                        new ExternalSqlClientPool(pool, new SqlStatementLogger(), new SqlExceptionHelper(false)))
                .build();
        return configuration.buildSessionFactory(registry).unwrap(Mutiny.SessionFactory.class);
    }

    static Pool pool(Vertx vertx, String url) {
        return PgBuilder.pool()
                .using(vertx)
                .connectingTo(patient(PgConnectOptions.fromUri(url)))
                .with(new PoolOptions()
                        .setMaxSize(Transactions.AT_ONCE)
                        .setConnectionTimeout(5)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS))
                .build();
    }

    /**
     * A server that does not answer, nor says so, must not keep a connection for as long as TCP hopes. Longer than the longest wait for
     * the lock of commits, during which nothing is heard either.
     */
    static PgConnectOptions patient(PgConnectOptions options) {
        options.setCachePreparedStatements(true);
        options.setConnectTimeout(1_000);
        options.setIdleTimeout(5);
        options.setIdleTimeoutUnit(TimeUnit.SECONDS);
        return options;
    }
}
