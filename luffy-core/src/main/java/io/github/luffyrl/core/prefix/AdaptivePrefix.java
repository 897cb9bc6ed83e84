package io.github.luffyrl.core.prefix;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives each problem as much of its demonstration as keeps its group's success rate near a target:
 * a group that succeeds less often gets more next time, one that succeeds more often gets less. A
 * problem that was not seen yet starts at a ratio that follows the average of the others.
 *
 * <p>The whole state is in {@code start} and {@code ratios}; store them to resume.
 *
 * @param rows which rows get the prefix
 * @param use what the prefixes are to the training
 * @param target success rate aimed at, in (0, 1)
 * @param gain how far the ratio moves for a success rate that is off by 1, above 0
 * @param start ratio of an unseen problem, in [0, 1]
 * @param ratios ratio of each problem seen, by its id, in [0, 1]
 */
public record AdaptivePrefix(
        PrefixedRows rows,
        PrefixUse use,
        double target,
        double gain,
        double start,
        Map<String, Double> ratios)
        implements PrefixSchedule {

    /** Copies the map and checks the ranges. */
    public AdaptivePrefix {
        if (!(target > 0 && target < 1)) {
            throw new IllegalArgumentException(
                    "target = " + target + ": need a success rate between 0 and 1");
        }
        if (!(gain > 0) || Double.isInfinite(gain)) {
            throw new IllegalArgumentException("gain = " + gain + ", need a number above 0");
        }
        ratios = Map.copyOf(ratios);
        requireRatio("start", start);
        ratios.forEach(AdaptivePrefix::requireRatio);
    }

    /**
     * Creates a schedule that has seen nothing.
     *
     * @param rows which rows get the prefix
     * @param use what the prefixes are to the training
     * @param target success rate aimed at, in (0, 1)
     * @param gain how far the ratio moves for a success rate that is off by 1, above 0
     * @param start first ratio, in [0, 1]
     */
    public AdaptivePrefix(
            PrefixedRows rows, PrefixUse use, double target, double gain, double start) {
        this(rows, use, target, gain, start, Map.of());
    }

    @Override
    public void check(int groupSize) {
        rows.count(groupSize);
    }

    @Override
    public List<Prefix> plan(PlanContext context) {
        double ratio = ratios.getOrDefault(context.problem(), start);
        PrefixRatio same = new PrefixRatio.Uniform(ratio, ratio);
        return new PartialDemonstration(rows, same, use).plan(context);
    }

    @Override
    public AdaptivePrefix observe(List<GroupResult> results) {
        Map<String, Double> next = new HashMap<>(ratios);
        double sum = 0;
        int planned = 0;
        for (GroupResult result : results) {
            String problem = result.problem();
            if (result.ratio() != ratios.getOrDefault(problem, start)) {
                continue; // rows that another schedule planned
            }
            next.put(problem, moved(next.getOrDefault(problem, start), result.successRate()));
            sum += result.successRate();
            planned++;
        }
        return planned == 0
                ? this
                : new AdaptivePrefix(rows, use, target, gain, moved(start, sum / planned), next);
    }

    private double moved(double ratio, double successRate) {
        return Math.min(1, Math.max(0, ratio + gain * (target - successRate)));
    }

    private static void requireRatio(String name, double ratio) {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException(
                    "prefix ratio of " + name + " = " + ratio + ", need [0, 1]");
        }
    }
}
