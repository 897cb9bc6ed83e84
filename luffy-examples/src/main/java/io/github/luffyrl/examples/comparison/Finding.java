package io.github.luffyrl.examples.comparison;

import io.github.luffyrl.examples.report.MeanInterval;
import io.github.luffyrl.examples.report.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a comparison says of a claim on a task, by this rule: the claim's two quantities are
 * subtracted seed by seed, and the 95 % Student interval of the mean difference decides. If all of
 * it is above 0, the claim holds; if all of it is below, it does not; otherwise, and with a single
 * seed, the comparison cannot tell.
 *
 * @param seen the figures, or why there are none
 */
record Finding(Claim claim, Verdict verdict, String seen) {

    /**
     * Judges a claim.
     *
     * @param cells of one task
     * @param equalCompute whether the methods had the same compute, rather than the same steps
     */
    static Finding of(Claim claim, List<CellReport> cells, boolean equalCompute) {
        if (claim.test() instanceof Claim.Test.Outside outside) {
            return new Finding(claim, Verdict.NOT_ADDRESSED, outside.reason());
        }
        Claim.Test.Greater test = (Claim.Test.Greater) claim.test();
        if (test.atEqualCompute() && !equalCompute) {
            return cannotTell(claim, "It is about equal compute (--equal compute).");
        }
        for (Quantity quantity : List.of(test.more(), test.less())) {
            if (quantity instanceof Quantity.Measured measured
                    && values(measured, cells).isEmpty()) {
                return cannotTell(claim, missing(measured, cells));
            }
        }
        SortedMap<Long, Double> more = values(test.more(), cells, test.less());
        SortedMap<Long, Double> less = values(test.less(), cells, test.more());
        more.keySet().retainAll(less.keySet());
        less.keySet().retainAll(more.keySet());
        if (more.isEmpty()) {
            return cannotTell(claim, "No seed was run with both.");
        }
        return judged(claim, test, more, less);
    }

    private static Finding judged(
            Claim claim, Claim.Test.Greater test, Map<Long, Double> more, Map<Long, Double> less) {
        List<Double> differences = new ArrayList<>();
        more.forEach((seed, value) -> differences.add(value - less.getOrDefault(seed, Double.NaN)));
        MeanInterval difference = mean(differences);
        String seen =
                String.format(
                        Locale.ROOT,
                        "%s: %s; %s: %s. Difference %s over %d seed%s.",
                        test.more().text(),
                        figure(test, mean(more.values())),
                        test.less().text(),
                        figure(test, mean(less.values())),
                        interval(test, difference),
                        differences.size(),
                        differences.size() == 1 ? "" : "s");
        if (test.margin() != 0) {
            seen += " A difference above " + figure(test, -test.margin()) + " counts.";
        }
        return new Finding(claim, verdict(difference, test.margin()), seen);
    }

    private static Verdict verdict(MeanInterval difference, double margin) {
        if (difference.interval().low() + margin > 0) { // false for NaN, with a single seed
            return Verdict.HOLDS;
        }
        return difference.interval().high() + margin < 0
                ? Verdict.DOES_NOT_HOLD
                : Verdict.CANNOT_TELL;
    }

    private static Finding cannotTell(Claim claim, String reason) {
        return new Finding(claim, Verdict.CANNOT_TELL, reason);
    }

    private static String missing(Quantity.Measured measured, List<CellReport> cells) {
        boolean run = cells.stream().anyMatch(cell -> cell.method().equals(measured.method()));
        if (!run) {
            return "The method " + measured.method() + " was not run.";
        }
        return "There is no "
                + measured.measure().title()
                + measured.set().map(role -> " on a set that is " + role.title()).orElse("")
                + " of "
                + measured.method()
                + ".";
    }

    private static SortedMap<Long, Double> values(Quantity.Measured of, List<CellReport> cells) {
        SortedMap<Long, Double> values = new TreeMap<>();
        for (CellReport cell : cells) {
            OptionalDouble value = of.measure().of(cell, of.set());
            if (cell.method().equals(of.method()) && value.isPresent()) {
                values.put(cell.seed(), value.getAsDouble());
            }
        }
        return values;
    }

    /** A constant has the seeds of the other quantity. */
    private static SortedMap<Long, Double> values(
            Quantity quantity, List<CellReport> cells, Quantity other) {
        if (quantity instanceof Quantity.Measured measured) {
            return values(measured, cells);
        }
        SortedMap<Long, Double> values = values((Quantity.Measured) other, cells);
        values.replaceAll((seed, value) -> ((Quantity.Constant) quantity).value());
        return values;
    }

    private static MeanInterval mean(Iterable<Double> values) {
        List<Double> all = new ArrayList<>();
        values.forEach(all::add);
        return MeanInterval.of(all.stream().mapToDouble(v -> v).toArray());
    }

    private static Unit unit(Claim.Test.Greater test) {
        Quantity first = test.more() instanceof Quantity.Measured ? test.more() : test.less();
        return ((Quantity.Measured) first).measure().unit();
    }

    private static String figure(Claim.Test.Greater test, MeanInterval value) {
        return figure(test, value.mean());
    }

    private static String figure(Claim.Test.Greater test, double value) {
        return unit(test).text(value);
    }

    private static String interval(Claim.Test.Greater test, MeanInterval value) {
        String mean = figure(test, value);
        return Double.isNaN(value.halfWidth())
                ? mean
                : mean
                        + " ["
                        + figure(test, value.interval().low())
                        + ", "
                        + figure(test, value.interval().high())
                        + "]";
    }
}
