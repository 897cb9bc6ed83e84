package io.github.luffyrl.examples.comparison;

import java.util.List;

/**
 * What is compared.
 *
 * @param cells in the order of the tables: task by task, method by method
 * @param equalCompute whether the methods have the same compute, rather than the same steps
 * @param sampling what is sampled of each trained model
 */
public record Plan(List<Cell> cells, boolean equalCompute, Sampling sampling) {

    /** Checks that no two cells have the same folder. */
    public Plan {
        cells = List.copyOf(cells);
        if (cells.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to compare");
        }
        List<String> names = cells.stream().map(Cell::name).toList();
        for (String name : names) {
            if (names.indexOf(name) != names.lastIndexOf(name)) {
                throw new IllegalArgumentException(
                        name + " is there twice: name methods, seeds and tasks once");
            }
        }
    }
}
