package io.github.luffyrl.examples.cli;

import io.github.luffyrl.djl.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which settings. */
final class RecipeOptions {

    @Option(
            names = "--recipe",
            paramLabel = "FILE",
            description = "a YAML file of settings; what it leaves out has its default")
    private @Nullable Path file;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = "the recipe to start from, luffy by default; 'luffy recipes' lists them")
    private @Nullable String method;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "of everything that is drawn; a short form of --set seed=...")
    private @Nullable Long seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "changes one setting, such as optimizer.learningRate=1e-4; can be repeated, and"
                            + " the recipe.yaml of a run shows all keys")
    private List<String> overrides = new ArrayList<>();

    /** Reads the recipe of a task without settings of its own. */
    Recipe read(CommandLine command) throws IOException {
        return read(command, List.of());
    }

    /**
     * Reads the recipe: first the file alone, so that its mistakes are not mixed up with those of
     * the command line.
     *
     * @param taskSettings come before those of the file and the command line
     */
    Recipe read(CommandLine command, List<String> taskSettings) throws IOException {
        if (file != null) {
            read(List.of());
        }
        try {
            return read(
                    overrides(
                            file == null
                                    ? taskSettings
                                    : TaskSettings.leftOpen(taskSettings, file)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, String.valueOf(e.getMessage()), e);
        }
    }

    private Recipe read(List<String> all) throws IOException {
        return file == null ? Recipe.of(all) : Recipe.load(file, all);
    }

    private List<String> overrides(List<String> taskSettings) {
        List<String> all = new ArrayList<>(taskSettings);
        all.addAll(overrides);
        if (method != null) {
            all.add("method=" + method);
        }
        if (seed != null) {
            all.add("seed=" + seed);
        }
        return all;
    }
}
