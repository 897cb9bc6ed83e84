package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.djl.model.Recomputation;

/**
 * Everything that decides a training run. The defaults, and what each key means, are in {@code
 * recipes/defaults.yaml}; a recipe file holds only what differs.
 *
 * <pre>{@code
 * Recipe recipe = RecipeReader.builtIn(Method.LUFFY, List.of("steps=20", "optimizer.learningRate=1e-4"));
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
 * @param lora an adapter to train instead of all weights
 * @param data what happens to data that cannot be used
 * @param prefix how much of the demonstrations the rows of a group get
 * @param sampling how rollouts are drawn
 * @param advantage how rewards become advantages
 * @param objective the loss
 * @param optimizer AdamW
 * @param updates how often a rollout is trained on
 * @param groups which groups are trained on
 * @param overlong what becomes of responses that are too long
 * @param validation how the model is measured during training
 * @param evaluation how accuracy is measured before and after
 * @param safety checkpoints, and limits of what may go wrong
 */
public record Recipe(
        Method method,
        long seed,
        int steps,
        Limit flops,
        int promptsPerStep,
        int groupSize,
        int microBatchTokens,
        Recomputation recompute,
        Lora lora,
        Data data,
        Prefix prefix,
        Sampling sampling,
        Advantage advantage,
        Objective objective,
        Optimization optimizer,
        Updates updates,
        Groups groups,
        Overlong overlong,
        ValidationSettings validation,
        Evaluation evaluation,
        Safety safety) {

    /** Checks the ranges. */
    public Recipe {
        Require.that(steps >= 1, "steps", steps, "at least 1");
        Require.that(promptsPerStep >= 1, "promptsPerStep", promptsPerStep, "at least 1");
        Require.that(groupSize >= 2, "groupSize", groupSize, "at least 2 rows to compare");
        Require.that(microBatchTokens >= 1, "microBatchTokens", microBatchTokens, "at least 1");
    }

    /**
     * Writes the effective recipe, defaults included.
     *
     * @return YAML that {@link RecipeReader} reads back to an equal recipe
     */
    public String toYaml() {
        return RecipeYaml.write(this);
    }
}
