package io.github.luffyrl.examples.cli;

import io.github.luffyrl.djl.run.TrainingFailedException;
import io.github.luffyrl.examples.report.VisibleText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
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
            StarterCommand.class,
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
        System.setErr(new VisibleStream(System.err));
        System.exit(Interruptible.run(() -> commandLine().execute(arguments)));
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Without a subcommand: shows what there is. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr(), Ansi.OFF);
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
        return new CommandLine(new Luffy())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(wrongCommandLine)
                .setExecutionStrategy(Luffy::execute)
                .setExecutionExceptionHandler((e, command, parsed) -> report(e, command));
    }

    /** Errors of the JVM are none of picocli's exceptions. */
    private static int execute(ParseResult parsed) {
        try {
            return new RunLast().execute(parsed);
        } catch (Error e) {
            return report(e, parsed.commandSpec().commandLine());
        }
    }

    /** One line, whatever happened; the trace of what nobody expected goes to a file. */
    private static int report(Throwable failure, CommandLine command) {
        boolean expected =
                failure instanceof IllegalArgumentException
                        || failure instanceof IOException
                        || failure instanceof UncheckedIOException
                        || failure instanceof TrainingFailedException;
        String line;
        if (Thread.interrupted()) {
            line = failure instanceof InterruptedIOException ? oneLine(failure) : "interrupted";
        } else {
            line = expected ? oneLine(failure) : unexpected(failure);
        }
        command.getErr().println("luffy: " + line);
        return BAD_INPUT;
    }

    private static String unexpected(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        String line = VisibleText.of(TrainingFailedException.describe(failure));
        try {
            Path file = Files.createTempFile("luffy-error", ".txt");
            return line + "; the trace is in " + Files.writeString(file, trace.toString());
        } catch (IOException e) {
            return line + "; its trace could not be written: " + e;
        }
    }

    private static String oneLine(Throwable exception) {
        return VisibleText.of(message(exception).strip().replaceAll("\\s*\\R\\s*", " "));
    }

    /** The JDK's own messages of missing and forbidden files are but the file's name. */
    private static String message(Throwable exception) {
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
