package io.github.luffyrl.examples.cli;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command: {@code luffy train}, {@code luffy evaluate}, {@code luffy make-base}. */
@Command(
        name = "luffy",
        description = "Trains language models with off-policy guidance.",
        mixinStandardHelpOptions = true,
        version = "luffy 0.1.0",
        subcommands = {TrainCommand.class, EvaluateCommand.class, MakeBaseCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class Luffy {

    /** Creates the command, for picocli. */
    public Luffy() {}

    /**
     * Runs the command and exits: 0 for success, 1 for bad input, 2 for a wrong command line.
     *
     * @param arguments see {@code luffy --help}
     */
    public static void main(String[] arguments) {
        setDefault("ai.djl.offline", "true"); // everything needed is on the class path
        setDefault("ai.djl.pytorch.num_threads", "1"); // rollouts use the cores by Java threads
        System.exit(commandLine().execute(arguments));
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /**
     * Returns the command with its error messages: bad input is told in one line, without a stack
     * trace.
     *
     * @return the command line
     */
    static CommandLine commandLine() {
        return new CommandLine(new Luffy())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(
                        (exception, command, parsed) -> {
                            if (exception instanceof IllegalArgumentException
                                    || exception instanceof IOException) {
                                command.getErr().println("luffy: " + message(exception));
                                return 1;
                            }
                            throw exception;
                        });
    }

    private static String message(Exception exception) {
        return exception.getMessage() == null ? exception.toString() : exception.getMessage();
    }
}
