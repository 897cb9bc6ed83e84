package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.djl.model.Precision;
import io.github.luffyrl.djl.model.Recomputation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Everything that decides a training run. The defaults, and what each key means, are in {@code
 * defaults.yaml} beside this class; a recipe file holds only what differs. A setting that has no
 * effect with the others is refused.
 *
 * <pre>{@code
 * Recipe recipe = Recipe.load(Path.of("mine.yaml")).with("groupSize", 16);
 * Recipe grpo = Recipe.of(Method.GRPO).with("optimizer.learningRate", 1e-6);
 * }</pre>
 *
 * @param method the recipe that this one started from
 * @param seed of everything that is drawn
 * @param steps optimizer steps, at least 1
 * @param flops the training ends once it has spent so many floating-point operations
 * @param promptsPerStep groups per step, at least 1
 * @param groupSize rows per group, demonstrations included, at least 2
 * @param microBatchTokens padded tokens that are differentiated at a time, at least 1
 * @param recompute what is computed again in the backward pass to save memory
 * @param precision in which type products are computed
 * @param lora an adapter to train instead of all weights
 * @param data how problem files are read, and what happens to data that cannot be used
 * @param prompt how prompts are rendered
 * @param reward which reward scores responses
 * @param rewardKl penalty on rewards for the divergence from the model before training
 * @param prefix how much of the demonstrations the rows of a group get
 * @param sampling how rollouts are drawn
 * @param advantage how rewards become advantages
 * @param adjustment what becomes of the advantages of tokens afterwards
 * @param objective the loss
 * @param optimizer AdamW
 * @param warmStart what is trained on before the steps
 * @param updates how often a rollout is trained on
 * @param groups which groups are trained on
 * @param replay whether right responses of earlier steps are trained on again
 * @param overlong what becomes of responses that are too long
 * @param validation how the model is measured during training
 * @param evaluation how accuracy is measured before and after
 * @param safety checkpoints, and limits of what may go wrong
 */
public record Recipe(
        Method method,
        long seed,
        int steps,
        OptionalDouble flops,
        int promptsPerStep,
        int groupSize,
        int microBatchTokens,
        Recomputation recompute,
        Precision precision,
        Lora lora,
        DataSettings data,
        PromptSettings prompt,
        RewardSettings reward,
        RewardKl rewardKl,
        PrefixSettings prefix,
        Sampling sampling,
        Advantage advantage,
        Adjustment adjustment,
        Objective objective,
        Optimization optimizer,
        WarmStart warmStart,
        Updates updates,
        Groups groups,
        Replay replay,
        Overlong overlong,
        ValidationSettings validation,
        EvaluationSettings evaluation,
        Safety safety) {

    /** Checks the ranges. */
    public Recipe {
        Ranges.atLeastOne("steps", steps);
        Ranges.atLeastOne("promptsPerStep", promptsPerStep);
        Ranges.require(groupSize >= 2, "groupSize", groupSize, "at least 2 rows to compare");
        Ranges.atLeastOne("microBatchTokens", microBatchTokens);
        objective.requireMatching(replay);
        Ranges.require(
                safety.savedType() == SavedType.AUTO
                        || safety.savedType() == SavedType.CHECKPOINT
                        || lora.adapter().isEmpty()
                        || lora.merged(),
                "safety.savedType",
                RecipeYaml.spelled(safety.savedType()),
                "auto or checkpoint, or lora.merged = true: an adapter by itself is saved in float32");
        Ranges.require(
                warmStart.steps() == 0 || objective.kind() != Objective.Kind.SFT,
                "objective.kind",
                "sft",
                "rollouts after a warm start");
        Ranges.require(
                warmStart.steps() == 0 || !objective.kl().active(),
                "objective.kl.coefficient",
                objective.kl().coefficient(),
                "0 with a warm start: the reference would be the model before it");
        Ranges.require(
                warmStart.steps() == 0 || rewardKl instanceof RewardKl.None,
                "rewardKl.kind",
                "fixed or adaptive",
                "none with a warm start: the reference would be the model before it");
    }

    /**
     * Returns the optimizer steps of the run.
     *
     * @return {@link #steps}, and those of the warm start
     */
    public int totalSteps() {
        return warmStart.steps() + steps;
    }

    /**
     * Returns the recipe of a method.
     *
     * @param method one that comes with luffy
     * @return its settings, the defaults included
     */
    public static Recipe of(Method method) {
        return RecipeReader.builtIn(method.label(), List.of());
    }

    /**
     * Returns a recipe that is not in a file.
     *
     * @param overrides {@code key=value}, such as {@code method=grpo} or {@code
     *     optimizer.learningRate=1e-4}; the last one wins, and the method is LUFFY's by default
     * @return the effective recipe
     * @throws IllegalArgumentException if a key or a value is wrong
     */
    public static Recipe of(List<String> overrides) {
        return RecipeReader.read(overrides);
    }

    /**
     * Reads a recipe file.
     *
     * @param file YAML; its {@code method} names the recipe that it starts from
     * @return the effective recipe
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if a key or a value is wrong, with file and line
     */
    public static Recipe load(Path file) throws IOException {
        return load(file, List.of());
    }

    /**
     * Reads a recipe file.
     *
     * @param file YAML; its {@code method} names the recipe that it starts from
     * @param overrides {@code key=value}, put on top of the file; the last one wins
     * @return the effective recipe
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if a key or a value is wrong, with file and line
     */
    public static Recipe load(Path file, List<String> overrides) throws IOException {
        return RecipeReader.read(file, overrides);
    }

    /**
     * Reads what {@link #toYaml} wrote.
     *
     * @param yaml the text of a recipe
     * @return the effective recipe
     * @throws IllegalArgumentException if a key or a value is wrong
     */
    public static Recipe parse(String yaml) {
        return RecipeReader.changed(yaml, List.of());
    }

    /**
     * Returns the recipe with one setting changed.
     *
     * @param key such as {@code groupSize} or {@code optimizer.learningRate}
     * @param value a number, a boolean or text as in a recipe file
     * @return the changed recipe; what the new value leaves without effect is forgotten
     * @throws IllegalArgumentException if key or value is wrong
     */
    public Recipe with(String key, Object value) {
        return RecipeReader.changed(toYaml(), List.of(key + "=" + value));
    }

    /**
     * Writes the effective recipe, defaults included, without settings that have no effect.
     *
     * @return YAML that {@link #parse} and {@link #load} read back to an equal recipe
     */
    public String toYaml() {
        return RecipeYaml.write(this);
    }
}
