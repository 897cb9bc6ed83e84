package io.github.luffyrl.examples.comparison;

import io.github.luffyrl.djl.listener.MetricsListener;
import io.github.luffyrl.examples.report.RunData;
import io.github.luffyrl.examples.report.Series;
import io.github.luffyrl.examples.report.TaskPart;
import io.github.luffyrl.examples.report.Unit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The curves of a task over the training.
 *
 * @param part they are added to it
 * @param runs for each method, its seeds
 */
record Curves(TaskPart part, List<List<RunData>> runs) {

    void add() {
        validations();
        metric(
                "Solve rate, on-policy",
                "share of the policy's own responses",
                Unit.SHARE,
                MetricsListener.ON_POLICY_SOLVED);
        part.addCurves(
                "Solve rate, on-policy, by compute",
                "the same over floating-point operations",
                Unit.SHARE,
                "FLOPs",
                each(run -> overCompute(run, MetricsListener.ON_POLICY_SOLVED)));
        metric(
                "Solve rate, off-policy",
                "share of the rows with demonstration tokens",
                Unit.SHARE,
                MetricsListener.OFF_POLICY_SOLVED);
        metric(
                "Solve rate, given a prefix",
                "share of the rows that continue a prefix",
                Unit.SHARE,
                MetricsListener.PREFIXED_SOLVED);
        metric("Entropy", "nats per on-policy token", Unit.NUMBER, MetricsListener.ENTROPY);
        metric(
                "Response length",
                "tokens per on-policy response",
                Unit.NUMBER,
                MetricsListener.RESPONSE_TOKENS);
        metric(
                "Off-policy tokens",
                "share of the tokens trained on",
                Unit.SHARE,
                MetricsListener.OFF_POLICY_TOKENS);
        metric(
                "Off-policy probability",
                "the policy's mean probability of demonstration tokens",
                Unit.SHARE,
                MetricsListener.OFF_POLICY_PROBABILITY);
    }

    /** On the same sets as at the end, for runs with validation. */
    private void validations() {
        Set<String> sets = new LinkedHashSet<>();
        runs.forEach(seeds -> seeds.forEach(run -> sets.addAll(run.validations().keySet())));
        for (String set : sets) {
            part.addPlaces(
                    "Learning curve: " + set,
                    "solved in validation",
                    Unit.SHARE,
                    "step",
                    each(run -> run.validations().getOrDefault(set, new Series(List.of()))));
        }
    }

    private void metric(String title, String hint, Unit unit, String key) {
        part.addCurves(title, hint, unit, "step", each(run -> run.metric(key)));
    }

    private List<List<Series>> each(Function<RunData, Series> series) {
        return runs.stream().map(seeds -> seeds.stream().map(series).toList()).toList();
    }

    private static Series overCompute(RunData run, String key) {
        List<Series.Point> flops = run.metric(MetricsListener.FLOPS).points();
        List<Series.Point> points = new ArrayList<>();
        int at = 0;
        for (Series.Point point : run.metric(key).points()) {
            while (at < flops.size() && flops.get(at).step() < point.step()) {
                at++;
            }
            if (at < flops.size() && flops.get(at).step() == point.step()) {
                points.add(new Series.Point(flops.get(at).value(), point.value()));
            }
        }
        return new Series(points);
    }
}
