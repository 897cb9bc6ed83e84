package io.github.luffyrl.examples.benchmark;

import io.github.luffyrl.examples.benchmark.Workload.Done;
import io.github.luffyrl.examples.report.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tokens and floating-point operations per second of one kind of work, round by round, those of a
 * matrix product, and the tokens of eager PyTorch.
 */
final class Throughput {

    private final String name;
    private final ThreadSamples samples;
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> gigaflops = new ArrayList<>();
    private final List<Double> products = new ArrayList<>();
    private final List<Double> eager = new ArrayList<>();

    /**
     * Starts without rounds.
     *
     * @param name of the work
     * @param threads the prefix of the names of the threads that do it
     */
    Throughput(String name, String threads) {
        this.name = name;
        this.samples = new ThreadSamples(threads);
    }

    /**
     * Does the work once.
     *
     * @param counts false for a warm-up
     * @param work the work
     */
    void run(boolean counts, Supplier<Done> work) {
        long begin = System.nanoTime();
        if (counts) {
            samples.begin();
        }
        Done done = work.get();
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (counts) {
            samples.end();
            rates.add(done.tokens() / seconds);
            gigaflops.add(done.flops() / seconds / 1e9);
        }
    }

    /** Adds the rate of eager PyTorch, in tokens per second. */
    void compare(boolean counts, double rate) {
        if (counts) {
            eager.add(rate);
        }
    }

    /** Adds the GFLOP/s of a matrix product with as many threads. */
    void product(boolean counts, double rate) {
        if (counts) {
            products.add(rate);
        }
    }

    void report(Console console, boolean profile) {
        console.say(
                "%s%n  luffy     %7.0f tokens/s  (%.0f to %.0f)",
                name, median(rates), quantile(rates, 0), quantile(rates, 1));
        if (!eager.isEmpty()) {
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < rates.size(); i++) {
                ratios.add(rates.get(i) / eager.get(i));
            }
            console.say(
                    "  PyTorch   %7.0f tokens/s, ratio %.2f  (%.2f to %.2f)",
                    median(eager), median(ratios), quantile(ratios, 0), quantile(ratios, 1));
        }
        console.say(
                "  %.1f GFLOP/s, %.0f %% of the %.1f of a matrix product",
                median(gigaflops), 100 * median(gigaflops) / median(products), median(products));
        console.say(
                "  outside libtorch %.0f %% of the time (%d samples of the threads' stacks)",
                100 * samples.outside(), samples.count());
        if (profile) {
            console.say("%s", samples.top(25).stripTrailing());
        }
    }

    private static double median(List<Double> values) {
        return (quantile(values, 0.499) + quantile(values, 0.501)) / 2;
    }

    private static double quantile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.round(share * (sorted.size() - 1)));
    }
}
