package dev.convoy.demo;

/**
 * What the command line of the demo asks for.
 *
 * @param once end after the main job was shown
 * @param keep go on with the state that the last demo left
 */
record Options(boolean once, boolean keep, Protocol protocol, int portBase) {
    private static final String PORT_BASE = "--port-base=";

    static Options parse(String... arguments) {
        Options options = new Options(false, false, Protocol.DELTA, Topology.DEFAULT_PORT_BASE);
        for (String argument : arguments) {
            options = options.with(argument);
        }
        return options;
    }

    private Options with(String argument) {
        return switch (argument) {
            case "--once" -> new Options(true, keep, protocol, portBase);
            case "--keep" -> new Options(once, true, protocol, portBase);
            case "--sotw" -> new Options(once, keep, Protocol.SOTW, portBase);
            case String base
            when base.startsWith(PORT_BASE) ->
                new Options(once, keep, protocol, port(base.substring(PORT_BASE.length())));
            default ->
                throw new DemoFailure(
                        argument + " means nothing to the demo. It knows --once (end after the show), --keep"
                                + " (keep the state of the last run), --sotw (Envoys ask for the state of the world) and"
                                + " --port-base=N (all ports are N to N+9).");
        };
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1024 && port <= 60_000) {
                return port;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new DemoFailure("--port-base must be a number from 1024 to 60000, not " + text + ".");
    }
}
