package dev.convoy.control.hub;

import io.smallrye.config.ConfigValidationException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Says in a sentence why the hub cannot start. */
final class StartFailure {
    private StartFailure() {}

    static String sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigValidationException settings) {
                return "The hub cannot use its settings: "
                        + IntStream.range(0, settings.getProblemCount())
                                .mapToObj(problem -> words(settings.getProblem(problem)))
                                .collect(Collectors.joining("; "))
                        + ". Correct them, or leave them out; HubConfig says which there are.";
            }
            if (cause instanceof BindException
                    || cause instanceof UnknownHostException
                    || cause instanceof UnresolvedAddressException) {
                return "The hub cannot listen where it should: "
                        + Objects.requireNonNullElse(cause.getMessage(), failure.getMessage())
                        + ". Is another hub running? Set convoy.api.port, convoy.xds.port and quarkus.management.port, or the"
                        + " hosts, to others.";
            }
            if (cause instanceof SQLException) {
                return "The hub cannot use its database: "
                        + String.valueOf(cause.getMessage()).strip()
                        + ". Correct CONVOY_DATABASE_URL, or the database that it names.";
            }
            if (cause instanceof FileSystemException) {
                return "The hub cannot use its folder: " + cause + ". Set convoy.home to one that it may write.";
            }
        }
        return "The hub cannot start: " + failure.getMessage();
    }

    /** Without the name of a Java class and the library's numbers. */
    private static String words(ConfigValidationException.Problem problem) {
        return problem.getMessage().replaceAll("^[\\w.]+Exception: |SRCFG\\d+: ", "");
    }
}
