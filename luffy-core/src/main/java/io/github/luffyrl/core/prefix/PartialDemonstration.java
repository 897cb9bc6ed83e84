package io.github.luffyrl.core.prefix;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows that start from part of a demonstration, or from all of it at ratio 1. They take the
 * problem's demonstrations in turn, so that with a single demonstration all start from that one.
 *
 * @param rows which rows
 * @param ratio how much each of them gets
 * @param use what the prefixes are to the training
 */
public record PartialDemonstration(PrefixedRows rows, PrefixRatio ratio, PrefixUse use)
        implements PrefixSchedule {

    /**
     * Creates a schedule whose prefixes are trained, as in LUFFY.
     *
     * @param rows which rows
     * @param ratio how much each of them gets
     */
    public PartialDemonstration(PrefixedRows rows, PrefixRatio ratio) {
        this(rows, ratio, PrefixUse.TRAINED);
    }

    @Override
    public void check(int groupSize) {
        rows.count(groupSize);
    }

    @Override
    public List<Prefix> plan(PlanContext context) {
        int prefixed = rows.count(context.groupSize());
        double[] ratios = ratio.ratios(prefixed, context.step(), context.stepDraws());
        return IntStream.range(0, context.groupSize())
                .mapToObj(
                        row -> row < prefixed ? context.prefix(row, ratios[row], use) : Prefix.NONE)
                .toList();
    }
}
