package dev.convoy.demo;

/**
 * What the command line of the demo asks for.
 *
 * @param once end after the main job was shown
 * @param keep go on with the state that the last demo left
 */
record Options(boolean once, boolean keep, Protocol protocol, int portBase) {
    private static final String PORT_BASE = "--port-base=";
    private static final int LOWEST = 1_024;
    private static final int HIGHEST = 60_000;
    private static final int STEP = 10_000;

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

    /** A base that may be asked for in place of this one. */
    static int otherThan(int portBase) {
        return portBase + STEP <= HIGHEST ? portBase + STEP : portBase - STEP;
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= LOWEST && port <= HIGHEST) {
                return port;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new DemoFailure("--port-base must be a number from " + LOWEST + " to " + HIGHEST + ", not " + text + ".");
    }
}
