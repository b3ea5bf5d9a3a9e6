package dev.convoy.registry.store;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;

/** Quarkus asks whoever is there how to make its pool; this gives its connections the store's patience. */
@Singleton
final class PatientPool implements PgPoolCreator {
    @Override
    public Pool create(Input input) {
        return PgBuilder.pool()
                .using(input.vertx())
                .connectingTo(input.pgConnectOptionsList().stream()
                        .<SqlConnectOptions>map(HibernateSessions::patient)
                        .toList())
                .with(input.poolOptions())
                .build();
    }
}
