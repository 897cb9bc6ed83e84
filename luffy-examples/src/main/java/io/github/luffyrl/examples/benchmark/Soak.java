package io.github.luffyrl.examples.benchmark;

import io.github.luffyrl.examples.memory.ResidentMemory;
import io.github.luffyrl.examples.report.Console;
import java.util.ArrayList;
import java.util.List;

/**
 * Generates and trains many times in one process, and measures its memory.
 *
 * @param steps number of training steps, at least {@value #LEAST_STEPS}
 */
public record Soak(int steps) {

    /** Fewer cannot tell a trend from noise. */
    public static final int LEAST_STEPS = 40;

    private static final Workload.Sizes SMALL = new Workload.Sizes(4, 4, 16, 0, 24);
    private static final int LINES = 20;
    private static final double WARM_UP = 0.2;
    private static final double FLAT = 0.02;

    /** Rejects too few steps. */
    public Soak {
        if (steps < LEAST_STEPS) {
            throw new IllegalArgumentException(
                    "steps = " + steps + ": need at least " + LEAST_STEPS);
        }
    }

    /**
     * Runs it.
     *
     * @param console where the figures go
     * @return whether the memory was flat: after the first fifth of the steps, the mean of the last
     *     quarter is at most 2 % above that of the first
     */
    public boolean run(Console console) {
        console.say("%s, in MiB", ResidentMemory.kind());
        List<Double> memory = new ArrayList<>();
        try (Workload workload = new Workload(ModelSize.TINY, SMALL)) {
            for (int step = 1; step <= steps; step++) {
                workload.train(workload.generate());
                memory.add(ResidentMemory.mebibytes());
                if (step % Math.max(1, steps / LINES) == 0) {
                    console.say("  step %5d  %7.1f", step, memory.get(step - 1));
                }
            }
        }
        int warm = (int) (WARM_UP * steps);
        int quarter = (steps - warm) / 4;
        double first = mean(memory.subList(warm, warm + quarter));
        double last = mean(memory.subList(steps - quarter, steps));
        boolean flat = last <= first * (1 + FLAT);
        console.say(
                "%s: from %.1f to %.1f (%+.2f %%) after %d steps of warm-up",
                flat ? "flat" : "not flat", first, last, 100 * (last / first - 1), warm);
        return flat;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElseThrow();
    }
}
