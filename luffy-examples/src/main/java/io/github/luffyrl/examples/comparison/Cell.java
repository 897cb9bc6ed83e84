package io.github.luffyrl.examples.comparison;

import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.RunFolder;
import io.github.luffyrl.examples.experiment.Task;
import io.github.luffyrl.examples.task.SetRole;
import java.nio.file.Path;
import java.util.Map;

/**
 * A run of a comparison: a method on a task with a seed.
 *
 * @param task its name
 * @param method what is compared; cells that differ in their seed alone share it
 * @param recipe every setting, the seed among them
 * @param problems what is trained and evaluated on
 * @param roles of the sets that are evaluated, by name; a set may have none
 * @param model the directory that the run starts from
 */
public record Cell(
        String task,
        String method,
        Recipe recipe,
        Task problems,
        Map<String, SetRole> roles,
        Path model) {

    /** Copies the map. */
    public Cell {
        roles = Map.copyOf(roles);
    }

    /**
     * Returns the name of a cell, which is also its folder's.
     *
     * @param task its name
     * @param method what is compared
     * @param seed of the run
     * @return such as {@code digit-machine/luffy-seed-0}
     */
    public static String name(String task, String method, long seed) {
        return task + "/" + method + "-seed-" + seed;
    }

    String name() {
        return name(task, method, recipe.seed());
    }

    RunFolder folder(Path comparison) {
        return new RunFolder(comparison.resolve(name()));
    }
}
