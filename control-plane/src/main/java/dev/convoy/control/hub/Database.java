package dev.convoy.control.hub;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The hub's PostgreSQL, brought to the shape that this version of the hub needs. */
@ApplicationScoped
public class Database {
    private static final Logger LOG = Logger.getLogger(Database.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);
    /** SQLSTATE class 08, connection exceptions, and 57P03, still starting up. */
    private static final String AWAY = "08|57P03";

    private final Flyway flyway;

    public Database(Flyway flyway) {
        this.flyway = flyway;
    }

    /** Migrates it. Waits for a database that cannot be reached, since the two may be started side by side. */
    void migrate() throws InterruptedException {
        while (true) {
            try {
                flyway.migrate();
                return;
            } catch (FlywayException failure) {
                SQLException sql = sqlCause(failure);
                if (sql == null || !String.valueOf(sql.getSQLState()).matches("(" + AWAY + ").*")) {
                    throw failure;
                }
                LOG.warnf(
                        "The database %s cannot be reached (%s); the hub waits for it.",
                        DatabaseUrl.parse(Hub.databaseUrl()), sql.getMessage());
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }

    private static @Nullable SQLException sqlCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql;
            }
        }
        return null;
    }
}
