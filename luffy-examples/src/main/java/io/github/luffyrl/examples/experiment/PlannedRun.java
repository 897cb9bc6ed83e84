package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.djl.recipe.Recipe;

/**
 * A run of a comparison.
 *
 * @param label what is compared, such as the method; runs that differ in their seed alone share it
 * @param recipe every setting
 * @param task the problems
 */
public record PlannedRun(String label, Recipe recipe, Task task) {

    /** Such as {@code luffy-seed-0}. */
    String name() {
        return label + "-seed-" + recipe.seed();
    }
}
