package dev.convoy.control.hub;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The hub's entry point: it needs to know its database before anything else is started. */
@QuarkusMain
public final class Hub {
    static final String DATABASE_URL = "CONVOY_DATABASE_URL";

    private Hub() {}

    /** What the environment says; {@link #main} has refused to start without it. */
    static String databaseUrl() {
        return Objects.requireNonNull(System.getenv(DATABASE_URL));
    }

    public static void main(String[] arguments) {
        String url = System.getenv(DATABASE_URL);
        if (url == null || url.isBlank()) {
            stop("The hub keeps the fleet in PostgreSQL and was told of none. Set " + DATABASE_URL
                    + "=postgresql://user:password@host:5432/database, or for a first try start it with an embedded one: "
                    + "deploy/bin/hub --embedded-postgres DIR.");
            return;
        }
        try {
            DatabaseUrl.parse(url).asQuarkusSettings().forEach(System::setProperty);
        } catch (IllegalArgumentException wrong) {
            stop(String.valueOf(wrong.getMessage()));
            return;
        }
        Quarkus.run(null, Hub::ended, arguments);
    }

    private static void ended(Integer code, @Nullable Throwable failure) {
        if (failure != null) {
            say(StartFailure.sentence(failure));
        }
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(code, failure);
    }

    private static void stop(String sentence) {
        say(sentence);
        System.exit(2);
    }

    @SuppressWarnings("SystemOut") // nothing that could log is started yet
    private static void say(String sentence) {
        System.err.println(sentence);
    }
}
