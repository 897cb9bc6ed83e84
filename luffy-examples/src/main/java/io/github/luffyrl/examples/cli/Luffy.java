package io.github.luffyrl.examples.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code luffy} command with its subcommands. */
@Command(
        name = "luffy",
        description = "Trains language models with off-policy guidance.",
        mixinStandardHelpOptions = true,
        version = "luffy 0.1.0",
        subcommands = {
            TrainCommand.class,
            CompareCommand.class,
            CollectCommand.class,
            SelfImproveCommand.class,
            EvaluateCommand.class,
            VerifyCommand.class,
            ReportCommand.class,
            RecipesCommand.class,
            MakeBaseCommand.class,
            MemoryCommand.class,
            BenchmarkCommand.class,
            SoakCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "'luffy train' without options trains the embedded model in a few minutes.",
            "See 'luffy COMMAND --help' for the options."
        })
public final class Luffy implements Callable<Integer> {

    private static final int BAD_INPUT = 1;
    private static final int WRONG_COMMAND_LINE = 2;

    @Spec private CommandSpec spec = CommandSpec.create();

    /** Creates the command, for picocli. */
    public Luffy() {}

    /**
     * Runs the command and exits: 0 for success, 1 for bad input, 2 for a wrong command line.
     *
     * @param arguments see {@code luffy --help}
     */
    public static void main(String[] arguments) {
        setDefault("java.awt.headless", "true"); // the picture needs no display
        setDefault("ai.djl.offline", "true"); // everything needed is on the class path
        setDefault("ai.djl.pytorch.num_threads", "1"); // rollouts use the cores by Java threads
        System.exit(commandLine().execute(arguments));
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Without a subcommand: shows what there is. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return WRONG_COMMAND_LINE;
    }

    /**
     * Returns the command with its error messages: what the user can fix is reported in one line,
     * without a stack trace.
     *
     * @return the command line
     */
    public static CommandLine commandLine() {
        IParameterExceptionHandler wrongCommandLine =
                (exception, arguments) -> {
                    CommandLine command = exception.getCommandLine();
                    String help = command.getCommandSpec().qualifiedName() + " --help";
                    command.getErr()
                            .println("luffy: " + oneLine(exception) + "; see '" + help + "'");
                    return WRONG_COMMAND_LINE;
                };
        IExecutionExceptionHandler badInput =
                (exception, command, parsed) -> {
                    if (exception instanceof IllegalArgumentException
                            || exception instanceof IOException
                            || exception instanceof UncheckedIOException) {
                        command.getErr().println("luffy: " + oneLine(exception));
                        return BAD_INPUT;
                    }
                    throw exception;
                };
        return new CommandLine(new Luffy())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(wrongCommandLine)
                .setExecutionExceptionHandler(badInput);
    }

    private static String oneLine(Exception exception) {
        return message(exception).strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** The JDK's own messages of missing and forbidden files are but the file's name. */
    private static String message(Exception exception) {
        String message = exception.getMessage();
        if (message == null) {
            return exception.toString();
        }
        if (exception instanceof NoSuchFileException e && e.getReason() == null) {
            return message + ": no such file";
        }
        if (exception instanceof AccessDeniedException e && e.getReason() == null) {
            return message + ": no permission";
        }
        return message;
    }
}
