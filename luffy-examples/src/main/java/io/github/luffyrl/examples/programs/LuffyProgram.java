package io.github.luffyrl.examples.programs;

import io.github.luffyrl.djl.LuffyTraining;
import io.github.luffyrl.djl.TrainingResult;
import io.github.luffyrl.djl.recipe.Method;
import io.github.luffyrl.djl.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;

/**
 * LUFFY in one call: {@code LuffyProgram MODEL PROBLEMS OUTPUT}. Started again with the same output
 * folder, it resumes from the latest checkpoint, or returns the result of the finished run.
 */
public final class LuffyProgram {

    private LuffyProgram() {}

    /**
     * Runs the program.
     *
     * @param arguments the model's directory, a file of problems, the folder of the results
     * @throws IOException when something cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Recipe recipe = Recipe.of(Method.LUFFY).with("optimizer.learningRate", 1e-5);
        train(recipe, Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
    }

    /** Trains by any recipe. */
    static TrainingResult train(Recipe recipe, Path model, Path problems, Path output)
            throws IOException {
        return LuffyTraining.of(recipe).model(model).problems(problems).output(output).run();
    }
}
