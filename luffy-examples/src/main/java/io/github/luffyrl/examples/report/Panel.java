package io.github.luffyrl.examples.report;

import io.github.luffyrl.core.objective.PolicyMetric;
import io.github.luffyrl.djl.listener.MetricsListener;

/** What a report shows over the steps, in reading order; docs/metrics.md says more of each. */
enum Panel {
    REWARD(MetricsListener.REWARD, "Reward", "mean of all rows, demonstrations included", false),
    ON_POLICY_SOLVED(
            MetricsListener.ON_POLICY_SOLVED,
            "Solved alone",
            "share of the policy's own responses",
            true),
    OFF_POLICY_SOLVED(
            MetricsListener.OFF_POLICY_SOLVED,
            "Solved with help",
            "share of rows with demonstration tokens",
            true),
    PREFIXED_SOLVED(
            MetricsListener.PREFIXED_SOLVED,
            "Solved behind a prefix",
            "share of the rows behind a prefix",
            true),
    OFF_POLICY_PROBABILITY(
            MetricsListener.OFF_POLICY_PROBABILITY,
            "Demonstrations learned",
            "mean probability of their tokens",
            true),
    RESPONSE_TOKENS(
            MetricsListener.RESPONSE_TOKENS,
            "Response length",
            "tokens the policy writes alone",
            false),
    ENTROPY(
            MetricsListener.ENTROPY,
            "Entropy",
            "nats per token; near 0 all rows of a group are alike",
            false),
    GRADIENT_NORM(MetricsListener.GRADIENT_NORM, "Gradient norm", "before clipping", false),
    WITHOUT_SIGNAL(
            MetricsListener.WITHOUT_SIGNAL,
            "Groups without signal",
            "all rows right, or all wrong",
            true),
    OFF_POLICY_TOKENS(
            MetricsListener.OFF_POLICY_TOKENS,
            "Share of demonstrations",
            "among the tokens that are trained on",
            true),
    CLIPPED(
            MetricsListener.name(PolicyMetric.ON_POLICY_CLIP_FRACTION),
            "Clipped",
            "share of on-policy tokens",
            true),
    LOSS(MetricsListener.LOSS, "Loss", "no measure of progress: each step has new rollouts", false);

    final String key;
    final String title;
    final String hint;

    /** Whether it is a share, 0 to 1. */
    final boolean share;

    Panel(String key, String title, String hint, boolean share) {
        this.key = key;
        this.title = title;
        this.hint = hint;
        this.share = share;
    }

    /** Whether there is something to draw; that nothing is ever clipped goes without saying. */
    boolean hasNews(Series series) {
        return !series.isEmpty() && (this != CLIPPED || series.max() > 0);
    }
}
