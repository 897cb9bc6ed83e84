package io.github.luffyrl.examples.cli;

import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.examples.experiment.EmbeddedTasks;
import io.github.luffyrl.examples.experiment.TemporaryFolder;
import io.github.luffyrl.examples.report.Console;
import io.github.luffyrl.examples.task.EmbeddedTask;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model. */
final class ModelOption {

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description =
                    "a Hugging Face model directory; the embedded task's base model by default")
    private @Nullable Path directory;

    /** As a run names its model: absolute, empty for the embedded one. */
    String named() {
        return directory == null ? "" : directory.toAbsolutePath().normalize().toString();
    }

    /** Takes the model that a run named. */
    void take(String named) {
        directory = named.isEmpty() ? null : Path.of(named);
    }

    /** As {@link #directory(EmbeddedTask, TemporaryFolder, Console)} with the default task. */
    Path directory(TemporaryFolder temporary, Console console) throws IOException {
        return directory(EmbeddedTasks.all().get(0), temporary, console);
    }

    /** The model's directory; by default the task's base, unpacked into {@code temporary}. */
    Path directory(EmbeddedTask task, TemporaryFolder temporary, Console console)
            throws IOException {
        console.say("model: %s", directory == null ? "the embedded base model" : directory);
        if (directory == null) {
            return task.unpackModel(temporary.path());
        }
        LoadedModel.requireDirectory(directory);
        return directory;
    }

    /** Loads the model; by default the task's base, unpacked into {@code temporary}. */
    LoadedModel open(EmbeddedTask task, TemporaryFolder temporary, Console console)
            throws IOException {
        return LoadedModel.open(directory(task, temporary, console));
    }
}
