package dev.convoy.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command and its exit codes: 0 done, 1 not done, 2 not understood. What went wrong is said in sentences on standard error. */
@Command(
        name = "convoy",
        description = "Joins clusters to a Convoy fleet.",
        mixinStandardHelpOptions = true,
        version = "convoy 0.1.0",
        subcommands = JoinCommand.class)
public final class Convoy {
    private Convoy() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Convoy()).setExecutionExceptionHandler((failure, command, _) -> {
            if (failure instanceof CannotJoin sentence) {
                command.getErr().println(sentence.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw failure;
        });
    }
}
