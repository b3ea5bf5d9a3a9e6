package dev.convoy.registry.store;

import static dev.convoy.registry.store.StoreException.Code.UNAVAILABLE;

import dev.convoy.registry.encryption.WrongKeyException;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells whether the world failed or we did. */
final class Failures {
    /** Connection, resources, operator intervention, system error; lock and idle timeouts; rolled back for another's sake. */
    private static final List<String> PASSING = List.of("08", "53", "57", "58", "55P03", "25P03", "40");

    private Failures() {}

    static RuntimeException of(Throwable failure) {
        List<Throwable> causes = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .toList();
        for (Throwable cause : causes) {
            switch (cause) {
                case StoreException said -> {
                    return said;
                }
                case WrongKeyException said -> {
                    return said;
                }
                case PgException answer -> {
                    return isPassing(answer.getSqlState()) ? unavailable(answer) : bug(failure);
                }
                // The same, in Hibernate's words.
                case SQLException answer -> {
                    return isPassing(answer.getSQLState()) ? unavailable(answer) : bug(failure);
                }
                case IOException _, TimeoutException _, VertxException _ -> {
                    return unavailable(cause);
                }
                case NoStackTraceThrowable words
                when tellsOfOutage(String.valueOf(words.getMessage())) -> {
                    return unavailable(words);
                }
                default -> {}
            }
        }
        return bug(failure);
    }

    private static boolean isPassing(@Nullable String state) {
        return state != null && PASSING.stream().anyMatch(state::startsWith);
    }

    /** The driver and its pool use one type for every failure of their own. */
    private static boolean tellsOfOutage(String words) {
        return words.equals("Timeout") || words.startsWith("Connection is not active");
    }

    static StoreException unavailable(Throwable cause) {
        String why = cause.getMessage() == null ? "it does not answer" : cause.getMessage();
        return new StoreException(UNAVAILABLE, "PostgreSQL cannot be reached (" + why + "); try again", cause);
    }

    private static RuntimeException bug(Throwable failure) {
        return new IllegalStateException("PostgreSQL refused what the store asked: " + failure.getMessage(), failure);
    }
}
