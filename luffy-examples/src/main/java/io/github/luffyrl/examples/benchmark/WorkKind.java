package io.github.luffyrl.examples.benchmark;

import io.github.luffyrl.examples.benchmark.Workload.Sizes;

/** What the rows of a step have in common. */
public enum WorkKind {
    /** Nothing: each row has a prompt of its own, half as long as the response. */
    DISTINCT("distinct") {
        @Override
        Sizes sizes(int rows, int response) {
            return new Sizes(rows, 1, response / 2, 0, response);
        }
    },
    /** The eight rows of a group share a prompt as long as the response. */
    GROUPS("groups") {
        @Override
        Sizes sizes(int rows, int response) {
            return new Sizes(rows / GROUP, GROUP, response, 0, response);
        }
    },
    /**
     * PrefixRL: the eight rows of a group share a prompt half as long as the response, and the
     * first 60 % of the response, which are not trained on.
     */
    PREFIX("prefix") {
        @Override
        Sizes sizes(int rows, int response) {
            int prefix = response * PREFIX_PERCENT / 100;
            return new Sizes(rows / GROUP, GROUP, response / 2, prefix, response - prefix);
        }
    };

    private static final int GROUP = 8;
    private static final int PREFIX_PERCENT = 60;

    private final String label;

    WorkKind(String label) {
        this.label = label;
    }

    abstract Sizes sizes(int rows, int response);

    @Override
    public String toString() {
        return label;
    }
}
