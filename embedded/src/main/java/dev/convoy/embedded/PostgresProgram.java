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
    private static final String USAGE = "usage: --data DIR [--port N] -- COMMAND [ARGUMENT…]";
    private static final String DATABASE = "convoy";

    private PostgresProgram() {}

    /** What the command line asks for; port 0 is any that is free. */
    record Arguments(Path data, int port, List<String> command) {
        static Arguments parse(List<String> words) {
            int end = words.indexOf("--");
            List<String> options = end < 0 ? words : words.subList(0, end);
            List<String> command = end < 0 ? List.of() : words.subList(end + 1, words.size());
            Path data = null;
            int port = 0;
            for (int i = 0; i + 1 < options.size(); i += 2) {
                String value = options.get(i + 1);
                switch (options.get(i)) {
                    case "--data" -> data = Path.of(value);
                    case "--port" -> port = Integer.parseInt(value);
                    default -> throw new IllegalArgumentException(options.get(i) + " is not known; " + USAGE);
                }
            }
            if (data == null || command.isEmpty() || options.size() % 2 != 0) {
                throw new IllegalArgumentException(USAGE);
            }
            return new Arguments(data, port, List.copyOf(command));
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
        try (EmbeddedPostgres server = (arguments.port == 0
                        ? EmbeddedPostgres.durable(arguments.data)
                        : EmbeddedPostgres.durable(arguments.data, arguments.port))
                .withDatabase(DATABASE)) {
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
