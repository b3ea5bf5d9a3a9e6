package dev.convoy.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Ties other programs to this JVM: they end when it ends, also by {@code kill -9}, when no shutdown hook runs.
 *
 * <p>A shell holds the reading end of a pipe whose only writing end is ours. The kernel closes ours however we end, and the shell then
 * kills what it was told to.
 */
public final class Leash {
    /** The program replaces the shell, so that its pid is the one that Java knows; the watcher stays behind as its child. */
    private static final String RUN = """
            exec 3<&0
            (trap '' HUP INT TERM; cat <&3; kill -9 $$) >/dev/null 2>&1 &
            exec "$@" </dev/null 3<&-""";

    private static final String WATCH = "trap '' HUP INT TERM; cat >/dev/null; kill -9 \"$1\"";

    private Leash() {}

    /** Starts the program that the builder describes, with an empty standard input. */
    public static Process start(ProcessBuilder program) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", RUN, "leash"));
        command.addAll(program.command());
        return program.command(command)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
    }

    /** Ties a process that somebody else started. */
    public static void tie(ProcessHandle running) throws IOException {
        Process watcher = new ProcessBuilder("sh", "-c", WATCH, "leash", Long.toString(running.pid()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        // The pid may be given to another process once this one has ended.
        var _ = running.onExit().thenRun(watcher::destroyForcibly);
    }
}
