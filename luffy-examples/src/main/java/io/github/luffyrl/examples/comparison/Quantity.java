package io.github.luffyrl.examples.comparison;

import io.github.luffyrl.examples.task.SetRole;
import java.util.Optional;

/** What a claim compares. */
sealed interface Quantity {

    /**
     * A number of a method's cells.
     *
     * @param set of an accuracy
     */
    record Measured(String method, Measure measure, Optional<SetRole> set) implements Quantity {

        @Override
        public String text() {
            return method
                    + ", "
                    + measure.title()
                    + set.map(role -> " (" + role.title() + ")").orElse("");
        }
    }

    /** The same for all seeds. */
    record Constant(double value) implements Quantity {

        @Override
        public String text() {
            return "the bound";
        }
    }

    /** For people. */
    String text();
}
