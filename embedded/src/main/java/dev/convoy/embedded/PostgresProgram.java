package dev.convoy.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * For a first try without a database: serves a data directory while a command runs, which finds the address in {@code
 * CONVOY_DATABASE_URL}. Ends with the command, and with its exit code.
 */
public final class PostgresProgram {
    private static final String USAGE = "usage: --data DIR -- COMMAND [ARGUMENT…]";
    private static final String DATABASE = "convoy";

    private PostgresProgram() {}

    /** What the command line asks for. */
    record Arguments(Path data, List<String> command) {
        static Arguments parse(List<String> words) {
            if (!words.isEmpty() && !words.getFirst().equals("--data")) {
                throw new IllegalArgumentException(words.getFirst() + " is not known; " + USAGE);
            }
            if (words.size() < 4 || !words.get(2).equals("--")) {
                throw new IllegalArgumentException(USAGE);
            }
            return new Arguments(Path.of(words.get(1)), List.copyOf(words.subList(3, words.size())));
        }
    }

    public static void main(String[] words) throws IOException, InterruptedException {
        int code;
        try {
            code = run(Arguments.parse(Arrays.asList(words)));
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            code = 2;
        }
        System.exit(code);
    }

    static int run(Arguments arguments) throws IOException, InterruptedException {
        try (EmbeddedPostgres server = EmbeddedPostgres.durable(arguments.data).withDatabase(DATABASE)) {
            String url = server.url(DATABASE);
            System.out.println("postgresql " + url);
            ProcessBuilder builder = new ProcessBuilder(arguments.command).inheritIO();
            builder.environment().put("CONVOY_DATABASE_URL", url);
            Process command = builder.start();
            Leash.tie(command.toHandle());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(command, server)));
            return command.waitFor();
        }
    }

    /** Whoever ends this program ends the command first, then its database. */
    private static void end(Process command, EmbeddedPostgres server) {
        command.destroy();
        command.onExit().join();
        server.close();
    }
}
