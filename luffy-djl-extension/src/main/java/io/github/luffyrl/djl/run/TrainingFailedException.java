package io.github.luffyrl.djl.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A run that failed by anything else than bad input: an error in a part of it, or of the JVM, such
 * as {@link OutOfMemoryError}. The message is one line with the remedy; the trace is in the run's
 * folder.
 */
public final class TrainingFailedException extends IllegalStateException {

    private static final long serialVersionUID = 1;
    private static final int MOST_CHARACTERS = 500;
    private static final int MOST_CAUSES = 50; // causes may form a circle

    private TrainingFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Wraps a failure and writes its trace.
     *
     * @param folder of the run
     * @param failure what happened; the cause of an {@link IllegalStateException} of a worker tells
     *     more than itself
     * @return the exception to throw
     */
    public static TrainingFailedException of(RunFolder folder, Throwable failure) {
        return new TrainingFailedException(
                describe(failure)
                        + written(folder.failure(), failure)
                        + "; started again, the run resumes",
                failure);
    }

    private static String written(Path file, Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, trace.toString());
            return "; the trace is in " + file;
        } catch (IOException e) {
            failure.addSuppressed(e);
            return "; its trace could not be written to " + file;
        }
    }

    /** The error at the bottom, if there is one: what wraps it says less. */
    private static Throwable essential(Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure;
                cause != null && depth < MOST_CAUSES;
                cause = cause.getCause()) {
            if (cause instanceof Error) {
                return cause;
            }
            depth++;
        }
        return failure;
    }

    /**
     * Describes a failure, with what can be done about it where that is known.
     *
     * @param failure any
     * @return one line
     */
    public static String describe(Throwable failure) {
        String remedy = remedy(failure);
        return what(failure) + (remedy.isEmpty() ? "" : "; " + remedy);
    }

    private static String what(Throwable failure) {
        Throwable essential = essential(failure);
        String message = essential.getMessage();
        String kind = essential.getClass().getSimpleName();
        String line =
                message == null
                        ? kind
                        : essential instanceof IllegalStateException
                                ? message
                                : kind + ": " + message;
        String first = line.strip().lines().findFirst().orElse(kind);
        return first.length() > MOST_CHARACTERS
                ? first.substring(0, MOST_CHARACTERS) + ".."
                : first;
    }

    private static String remedy(Throwable failure) {
        Throwable essential = essential(failure);
        if (essential instanceof OutOfMemoryError
                || mentions(failure, "not enough memory")
                || mentions(failure, "out of memory")) {
            return "give the JVM more memory (-Xmx), or lower microBatchTokens,"
                    + " sampling.maxResponseTokens or promptsPerStep, then start again: the run"
                    + " resumes";
        }
        if (essential instanceof StackOverflowError) {
            return "give threads a larger stack (-Xss16m)";
        }
        if (essential instanceof LinkageError) {
            return "a library is missing or does not fit: check that the class path has the native"
                    + " PyTorch of this platform, in the version that DJL asks for";
        }
        return "";
    }

    private static boolean mentions(Throwable failure, String words) {
        int depth = 0;
        for (Throwable cause = failure;
                cause != null && depth < MOST_CAUSES;
                cause = cause.getCause()) {
            if (cause.getMessage() != null && cause.getMessage().contains(words)) {
                return true;
            }
            depth++;
        }
        return false;
    }
}
