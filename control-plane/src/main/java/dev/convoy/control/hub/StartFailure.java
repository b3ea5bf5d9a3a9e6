package dev.convoy.control.hub;

import java.net.BindException;
import java.nio.file.FileSystemException;

/** Says in a sentence why the hub cannot start. */
final class StartFailure {
    private StartFailure() {}

    static String sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return "The hub cannot listen where it should: " + cause.getMessage()
                        + ". Is another hub running? Set convoy.api.port and convoy.xds.port, or the hosts, to others.";
            }
            if (cause instanceof FileSystemException) {
                return "The hub cannot use its folder: " + cause + ". Set convoy.home to one that it may write.";
            }
        }
        return "The hub cannot start: " + failure.getMessage();
    }
}
