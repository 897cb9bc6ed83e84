package io.github.luffyrl.examples.programs;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.djl.LuffyTraining;
import io.github.luffyrl.djl.TrainingResult;
import io.github.luffyrl.djl.recipe.Method;
import io.github.luffyrl.djl.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;

/** LUFFY with a reward of one's own: {@code OwnRewardProgram MODEL PROBLEMS OUTPUT}. */
public final class OwnRewardProgram {

    private OwnRewardProgram() {}

    /**
     * Runs the program.
     *
     * @param arguments the model's directory, a file of problems, the folder of the results
     * @throws IOException when something cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        train(
                Recipe.of(Method.LUFFY),
                Path.of(arguments[0]),
                Path.of(arguments[1]),
                Path.of(arguments[2]));
    }

    static TrainingResult train(Recipe recipe, Path model, Path problems, Path output)
            throws IOException {
        return LuffyTraining.of(recipe)
                .model(model)
                .problems(problems)
                .reward(OwnRewardProgram::mentioned)
                .output(output)
                .run();
    }

    /** Solved when the response contains the answer; half a point for a short response. */
    private static Reward mentioned(Problem problem, Completion completion) {
        boolean solved = completion.text().contains(problem.answer());
        double brief = completion.tokens() < 32 ? 0.5 : 0;
        return new Reward((solved ? 1 : 0) + brief, solved).withPart("brief", brief);
    }
}
