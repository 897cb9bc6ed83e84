package io.github.luffyrl.examples.cli;

import io.github.luffyrl.examples.recipe.Method;
import io.github.luffyrl.examples.recipe.Recipe;
import io.github.luffyrl.examples.recipe.RecipeReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which settings. */
final class RecipeOptions {

    @Option(
            names = "--recipe",
            paramLabel = "FILE",
            description = "a YAML file of settings; what it leaves out has its default")
    private @Nullable Path file;

    @Option(
            names = "--method",
            description = "${COMPLETION-CANDIDATES}; a short form of --set method=...")
    private @Nullable Method method;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "of everything that is drawn; a short form of --set seed=...")
    private @Nullable Long seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "overrides one setting, such as optimizer.learningRate=1e-4")
    private List<String> overrides = new ArrayList<>();

    Recipe read() throws IOException {
        List<String> all = new ArrayList<>(overrides);
        if (method != null) {
            all.add("method=" + method.name().toLowerCase(Locale.ROOT));
        }
        if (seed != null) {
            all.add("seed=" + seed);
        }
        return file == null ? RecipeReader.builtIn("defaults", all) : RecipeReader.read(file, all);
    }
}
