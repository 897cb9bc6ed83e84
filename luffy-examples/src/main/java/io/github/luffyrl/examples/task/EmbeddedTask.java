package io.github.luffyrl.examples.task;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.examples.basemodel.BaseExample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A task that comes with luffy, with a base model: methods can be compared on it without any file
 * of one's own. The same seed gives the same problems, and no problem of an evaluation set but
 * {@link SetRole#TRAINED_ON} is in a training set of any seed.
 */
public interface EmbeddedTask {

    /**
     * Returns the name by which commands know the task.
     *
     * @return lower-case words joined by hyphens, such as {@code digit-machine}
     */
    String name();

    /**
     * Returns the name for titles.
     *
     * @return such as {@code digit machine}
     */
    default String title() {
        return name().replace('-', ' ');
    }

    /**
     * Writes the base model that comes with the task.
     *
     * @param directory exists and is empty
     * @return the directory, a Hugging Face model
     * @throws IOException when it cannot be written
     */
    Path unpackModel(Path directory) throws IOException;

    /**
     * Draws an example that the base model learns from, never of an evaluated problem.
     *
     * @param random the generator
     * @return the example
     */
    BaseExample baseExample(RandomGenerator random);

    /**
     * Returns how long the base model is trained.
     *
     * @return optimizer steps
     */
    int baseSteps();

    /**
     * Returns the problems to train on.
     *
     * @param seed of the problems
     * @return at least one, with demonstrations where the task has them
     */
    List<Problem> training(long seed);

    /**
     * Returns the problems to evaluate on. A task may have no set of a role, and several of one;
     * the first of a role is the one that claims are about.
     *
     * @param seed that of {@link #training}
     * @param count problems per set, at most
     * @return the sets, in the order of tables, at least one
     */
    List<TaskSet> evaluation(long seed, int count);

    /**
     * Returns the reward.
     *
     * @return scores responses, in training and evaluation
     */
    RewardFunction reward();

    /**
     * Returns the settings in which the task differs from the library's defaults. They hold for all
     * methods, and a user's own come after them.
     *
     * @return {@code key=value}, such as {@code sampling.maxResponseTokens=64}
     */
    default List<String> settings() {
        return List.of();
    }
}
