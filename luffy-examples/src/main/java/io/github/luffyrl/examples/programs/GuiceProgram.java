package io.github.luffyrl.examples.programs;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.util.Modules;
import io.github.luffyrl.core.objective.PolicyShaping;
import io.github.luffyrl.djl.LuffyTraining;
import io.github.luffyrl.djl.TrainingResult;
import io.github.luffyrl.djl.guice.LuffyModule;
import io.github.luffyrl.djl.recipe.Method;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.rewards.guice.RewardsModule;
import java.io.IOException;
import java.nio.file.Path;

/** LUFFY with Guice and another shaping: {@code GuiceProgram MODEL PROBLEMS OUTPUT}. */
public final class GuiceProgram {

    private GuiceProgram() {}

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
        return Guice.createInjector(
                        Modules.override(new LuffyModule(recipe)).with(new Shaping()),
                        new RewardsModule())
                .getInstance(LuffyTraining.class)
                .model(model)
                .problems(problems)
                .output(output)
                .run();
    }

    private static final class Shaping extends AbstractModule {
        @Override
        protected void configure() {
            bind(PolicyShaping.class).toInstance(new PolicyShaping.Power(0.5));
        }
    }
}
