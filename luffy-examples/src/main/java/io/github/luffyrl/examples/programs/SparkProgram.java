package io.github.luffyrl.examples.programs;

import ai.djl.training.loss.Loss;
import io.github.luffyrl.djl.LuffyTraining;
import io.github.luffyrl.djl.recipe.Method;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.PolicyFactory;
import io.github.luffyrl.djl.run.TrainingParts;
import io.github.luffyrl.djl.spark.SparkGradients;
import io.github.luffyrl.djl.spark.SparkPolicy;
import io.github.luffyrl.djl.trainer.BatchGradient;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * LUFFY on a Spark cluster: {@code SparkProgram MODEL PROBLEMS OUTPUT}, started by {@code
 * spark-submit}.
 */
public final class SparkProgram {

    private static final int TASKS = 64; // at most; a step has no more than it has batches

    private SparkProgram() {}

    /**
     * Runs the program.
     *
     * @param arguments the model's directory, a file of problems, the folder of the results
     * @throws IOException when something cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        try (JavaSparkContext context = new JavaSparkContext(new SparkConf().setAppName("luffy"))) {
            training(context, Recipe.of(Method.LUFFY))
                    .model(Path.of(arguments[0]))
                    .problems(Path.of(arguments[1]))
                    .output(Path.of(arguments[2]))
                    .run();
        }
    }

    /** Executors generate responses and compute gradients; all else is done here. */
    static LuffyTraining training(JavaSparkContext context, Recipe recipe) {
        String settings = recipe.toYaml(); // travels to the executors
        return LuffyTraining.of(recipe)
                .with(PolicyFactory.class, model -> new SparkPolicy(context, model, TASKS))
                .with(
                        BatchGradient.class,
                        new SparkGradients(context, () -> loss(settings), TASKS));
    }

    private static Loss loss(String settings) {
        return TrainingParts.of(Recipe.parse(settings)).get(Loss.class);
    }
}
