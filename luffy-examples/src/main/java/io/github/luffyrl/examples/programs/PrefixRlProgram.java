package io.github.luffyrl.examples.programs;

import io.github.luffyrl.djl.TrainingResult;
import io.github.luffyrl.djl.recipe.Method;
import io.github.luffyrl.djl.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;

/** PrefixRL with prefixes that end at a line: {@code PrefixRlProgram MODEL PROBLEMS OUTPUT}. */
public final class PrefixRlProgram {

    private PrefixRlProgram() {}

    /**
     * Runs the program.
     *
     * @param arguments the model's directory, a file of problems, the folder of the results
     * @throws IOException when something cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        train(
                Recipe.of(Method.PREFIX_RL),
                Path.of(arguments[0]),
                Path.of(arguments[1]),
                Path.of(arguments[2]));
    }

    static TrainingResult train(Recipe recipe, Path model, Path problems, Path output)
            throws IOException {
        Recipe cut = recipe.with("prefix.cutAt", "line").with("prefix.cuts", 2);
        return LuffyProgram.train(cut, model, problems, output);
    }
}
