package io.github.luffyrl.examples.report;

import io.github.luffyrl.core.objective.PolicyMetric;
import io.github.luffyrl.djl.dataset.CreditMetrics;
import io.github.luffyrl.djl.listener.MetricsListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A metric that is drawn over the steps, in reading order; docs/metrics.md defines each. */
enum Panel {
    REWARD(MetricsListener.REWARD, Unit.NUMBER, "Reward", "mean of all rows"),
    ON_POLICY_SOLVED(
            MetricsListener.ON_POLICY_SOLVED,
            Unit.SHARE,
            "Solve rate, on-policy",
            "share of the policy's own responses"),
    OFF_POLICY_SOLVED(
            MetricsListener.OFF_POLICY_SOLVED,
            Unit.SHARE,
            "Solve rate, off-policy",
            "share of the rows with demonstration tokens"),
    PREFIXED_SOLVED(
            MetricsListener.PREFIXED_SOLVED,
            Unit.SHARE,
            "Solve rate, given a prefix",
            "share of the rows that continue a prefix"),
    OFF_POLICY_PROBABILITY(
            MetricsListener.OFF_POLICY_PROBABILITY,
            Unit.SHARE,
            "Off-policy probability",
            "the policy's mean probability of demonstration tokens"),
    RESPONSE_TOKENS(
            MetricsListener.RESPONSE_TOKENS,
            Unit.NUMBER,
            "Response length",
            "tokens per on-policy response"),
    ENTROPY(
            MetricsListener.ENTROPY,
            Unit.NUMBER,
            "Entropy",
            "nats per token; near 0, responses hardly differ"),
    GRADIENT_NORM(MetricsListener.GRADIENT_NORM, Unit.NUMBER, "Gradient norm", "before clipping"),
    WITHOUT_SIGNAL(
            MetricsListener.WITHOUT_SIGNAL,
            Unit.SHARE,
            "Groups without signal",
            "all responses solved, or none"),
    OFF_POLICY_TOKENS(
            MetricsListener.OFF_POLICY_TOKENS,
            Unit.SHARE,
            "Off-policy tokens",
            "share of the tokens trained on"),
    REPLAYED_GROUPS(
            MetricsListener.REPLAYED_GROUPS,
            Unit.SHARE,
            "Replayed groups",
            "share of groups that begin with a kept response"),
    REPLAY_POOL(
            MetricsListener.REPLAY_POOL,
            Unit.NUMBER,
            "Replay pool",
            "problems with a kept response"),
    RETIRED_PROBLEMS(
            MetricsListener.RETIRED_PROBLEMS,
            Unit.NUMBER,
            "Retired problems",
            "solved by every row of a group"),
    CLIPPED(
            MetricsListener.name(PolicyMetric.ON_POLICY_CLIP_FRACTION),
            Unit.SHARE,
            "Clipped tokens",
            "share of the on-policy tokens"),
    EXPLAINED_VARIANCE(
            CreditMetrics.EXPLAINED_VARIANCE,
            Unit.NUMBER,
            "Critic: explained variance",
            "1 is perfect, 0 no better than a constant"),
    VALUE_LOSS(
            CreditMetrics.VALUE_LOSS, Unit.NUMBER, "Critic: loss", "half the mean squared error"),
    REWARD_MODEL_ACCURACY(
            CreditMetrics.REWARD_MODEL_ACCURACY,
            Unit.SHARE,
            "Reward model: accuracy",
            "pairs of right and wrong responses, one half is chance"),
    REWARD_MODEL_LOSS(
            CreditMetrics.REWARD_MODEL_LOSS,
            Unit.NUMBER,
            "Reward model: loss",
            "cross-entropy, 0.69 at first"),
    REWARD_KL(
            CreditMetrics.REWARD_KL,
            Unit.NUMBER,
            "Divergence",
            "from the model before training, nats per token, charged to the rewards"),
    LOSS(
            MetricsListener.LOSS,
            Unit.NUMBER,
            "Loss",
            "no measure of progress: each step has new rollouts");

    final String key;
    final Unit unit;
    private final String title;
    private final String hint;

    Panel(String key, Unit unit, String title, String hint) {
        this.key = key;
        this.unit = unit;
        this.title = title;
        this.hint = hint;
    }

    /** The panels that have something to show, with a curve for each run. */
    static List<Figure> draw(List<RunData> runs) {
        return draw(runs, List.of(values()));
    }

    /** Those of the given panels that have something to show. */
    static List<Figure> draw(List<RunData> runs, List<Panel> panels) {
        List<Figure> figures = new ArrayList<>();
        for (Panel panel : panels) {
            List<Series> series = runs.stream().map(run -> run.metric(panel.key)).toList();
            if (series.stream().anyMatch(panel::hasNews)) {
                Chart chart = Plot.overSteps(series, panel.unit);
                figures.add(new Figure(panel.title, panel.hint, chart));
            }
        }
        return figures;
    }

    /**
     * The panels of some metrics, in the order of the names.
     *
     * @throws IllegalArgumentException if a metric has no panel
     */
    static List<Panel> of(String... metrics) {
        return Arrays.stream(metrics).map(Panel::of).toList();
    }

    private static Panel of(String metric) {
        return Arrays.stream(values())
                .filter(panel -> panel.key.equals(metric))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no curve of '"
                                                + metric
                                                + "'; there are "
                                                + Arrays.stream(values())
                                                        .map(panel -> panel.key)
                                                        .collect(Collectors.joining(", "))));
    }

    /** That no token is ever clipped needs no chart. */
    private boolean hasNews(Series series) {
        return this == CLIPPED
                ? series.values().anyMatch(value -> value > 0)
                : !series.points().isEmpty();
    }
}
