package io.github.luffyrl.examples.cli;

import io.github.luffyrl.examples.experiment.EmbeddedTasks;
import io.github.luffyrl.examples.task.EmbeddedTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which of the embedded tasks. */
final class EmbeddedTaskOption {

    @Option(
            names = "--task",
            paramLabel = "NAME",
            description =
                    "the embedded problems, with their own base model and settings: digit-machine,"
                            + " with demonstrations of a teacher of another style, which is the"
                            + " default, digit-machine-own-traces, with traces in the base model's"
                            + " style, or combination-lock, which is checked by a rule")
    private @Nullable String name;

    /**
     * Returns the task that is named, or the default one.
     *
     * @param own whether the problems are the user's own, which excludes a name
     */
    EmbeddedTask read(CommandLine command, boolean own) {
        if (name == null) {
            return EmbeddedTasks.all().get(0);
        }
        if (own) {
            throw new ParameterException(
                    command, "--task is embedded, --data is your own: leave one of them out");
        }
        try {
            return EmbeddedTasks.named(name);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, "--task: " + e.getMessage(), e);
        }
    }
}
