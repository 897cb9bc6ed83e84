package io.github.luffyrl.examples.cli;

import io.github.luffyrl.djl.recipe.Method;
import io.github.luffyrl.examples.report.Console;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the methods, or shows one with all its settings. */
@Command(
        name = "recipes",
        description = "Lists the methods; with --show, prints all settings of a recipe.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RecipesCommand implements Callable<Integer> {

    @Option(names = "--show", description = "print the effective recipe as YAML")
    private boolean show;

    @Mixin private RecipeOptions recipes = new RecipeOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Console console = Consoles.of(spec.commandLine());
        if (show) {
            console.say("%s", recipes.read(spec.commandLine()).toYaml().stripTrailing());
            return 0;
        }
        for (Method method : Method.values()) {
            console.say("%-18s %s", method, method.description());
        }
        return 0;
    }
}
