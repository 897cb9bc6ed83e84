package io.github.luffyrl.djl.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/** Runs a function over parts, one task each. */
final class Jobs {

    private Jobs() {}

    /**
     * Runs a job.
     *
     * @param description what Spark's UI calls it and its stages
     * @return the results of the parts, joined in order
     */
    static <T, R> List<R> run(
            JavaSparkContext context,
            String description,
            List<List<T>> parts,
            Function<List<T>, List<R>> work) {
        context.sc().setJobDescription(description);
        context.setCallSite(description); // names the stages
        try {
            List<R> joined = new ArrayList<>();
            context.parallelize(parts, parts.size())
                    .map(part -> new ArrayList<>(work.call(part)))
                    .collect()
                    .forEach(joined::addAll);
            return joined;
        } finally {
            context.sc().setJobDescription(null);
            context.clearCallSite();
        }
    }

    static int positive(int tasks) {
        if (tasks < 1) {
            throw new IllegalArgumentException("tasks = " + tasks + ", need at least 1");
        }
        return tasks;
    }
}
