package io.github.luffyrl.djl.listener;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.luffyrl.core.metric.StepPhase;
import io.github.luffyrl.core.objective.PolicyMetric;
import io.github.luffyrl.djl.dataset.MicroBatchedBatch;
import io.github.luffyrl.djl.dataset.ReplayStatistics;
import io.github.luffyrl.djl.dataset.RolloutBatch;
import io.github.luffyrl.djl.dataset.RolloutStatistics;
import io.github.luffyrl.djl.model.CausalLm;
import io.github.luffyrl.djl.model.ComputedTokens;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import io.github.luffyrl.djl.trainer.StepListener;
import io.github.luffyrl.djl.trainer.StepReport;
import io.github.luffyrl.djl.trainer.StepReport.Outcome;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Joins what the rollouts, the loss and the optimiser say of each step and hands it to sinks. The
 * names are the constants of this class, and the {@link #name} of each of {@link #LOSS_METRICS}.
 */
public final class MetricsListener extends TrainingListenerAdapter
        implements StepListener, ResumableListener {

    /** Mean reward of all rows. */
    public static final String REWARD = "reward";

    /** Share of right answers among the rows that the policy generated without a demonstration. */
    public static final String ON_POLICY_SOLVED = "onPolicySolved";

    /** Share of right answers among the rows that continue a prefix given as context. */
    public static final String PREFIXED_SOLVED = "prefixedSolved";

    /** Share of rows with demonstration tokens that solved their problem. */
    public static final String OFF_POLICY_SOLVED = "offPolicySolved";

    /** Share of groups in which no row, or every row, solved the problem: they teach nothing. */
    public static final String WITHOUT_SIGNAL = "groupsWithoutSignal";

    /** Number of groups that were rolled out and not trained on. */
    public static final String DROPPED_GROUPS = "droppedGroups";

    /** Mean length of on-policy responses in tokens. */
    public static final String RESPONSE_TOKENS = "responseTokens";

    /** Share of on-policy responses that ran into the length limit. */
    public static final String UNFINISHED = "unfinished";

    /** Share of demonstration tokens among the trained tokens. */
    public static final String OFF_POLICY_TOKENS = "offPolicyTokens";

    /** Loss of the mini-batch. */
    public static final String LOSS = "loss";

    /** Global gradient norm before clipping. */
    public static final String GRADIENT_NORM = "gradientNorm";

    /** Mean entropy at on-policy tokens in nats. */
    public static final String ENTROPY = "entropy";

    /** Mean probability of on-policy tokens. */
    public static final String ON_POLICY_PROBABILITY = "onPolicyProbability";

    /** Mean probability of demonstration tokens. */
    public static final String OFF_POLICY_PROBABILITY = "offPolicyProbability";

    /** 1 if the step updated the weights, else 0. */
    public static final String UPDATED = "updated";

    /** Steps so far that were skipped because loss or gradient was not finite. */
    public static final String NOT_FINITE_STEPS = "notFiniteSteps";

    /** Learning rate of the update. */
    public static final String LEARNING_RATE = "learningRate";

    /** Coefficient of the entropy bonus. */
    public static final String ENTROPY_COEFFICIENT = "entropyCoefficient";

    /** Mean divergence from the reference policy, if the loss has a KL term. */
    public static final String REFERENCE_KL = "referenceKl";

    /**
     * Floating-point operations spent so far, by the estimate of {@link
     * io.github.luffyrl.core.metric.Compute}.
     */
    public static final String FLOPS = "flops";

    /** Share of groups that started with a right response of an earlier step. */
    public static final String REPLAYED_GROUPS = "replayedGroups";

    /** Number of problems with a right response that can be replayed. */
    public static final String REPLAY_POOL = "replayPool";

    /** Number of problems that are not trained on any more, as every row of a group was right. */
    public static final String RETIRED_PROBLEMS = "retiredProblems";

    /**
     * Tokens that were run forward and backward, as a share of those of the rows: below 1 where
     * rows of a group share their prompt.
     */
    public static final String COMPUTED = "computed";

    /** Share of padding among the tokens that were run forward and backward. */
    public static final String PADDING = "padding";

    /** 1 if demonstrations alone were trained on, 0 if rollouts were. */
    public static final String SUPERVISED = "supervised";

    /**
     * The metrics of a {@code PolicyLoss}, each by its {@link #name}. The two probabilities are not
     * among them, as they are measured under every loss; nor are {@link PolicyMetric#KL} and {@link
     * PolicyMetric#CLIP_FRACTION}, which need old log-probabilities of demonstration tokens, and
     * rollouts have none.
     */
    public static final Set<PolicyMetric> LOSS_METRICS =
            Collections.unmodifiableSet(
                    EnumSet.complementOf(
                            EnumSet.of(
                                    PolicyMetric.ON_POLICY_PROBABILITY,
                                    PolicyMetric.OFF_POLICY_PROBABILITY,
                                    PolicyMetric.KL,
                                    PolicyMetric.CLIP_FRACTION)));

    private final List<MetricsSink> sinks;
    private @Nullable RolloutStatistics rollouts;
    private Map<String, Double> credit = Map.of();
    private Map<StepPhase, Double> rolloutSeconds = Map.of();
    private @Nullable MicroBatchedBatch batch;
    private @Nullable Long previous;

    /**
     * Creates a listener.
     *
     * @param sinks that each step is written to, in this order
     */
    public MetricsListener(MetricsSink... sinks) {
        this.sinks = List.of(sinks);
    }

    /** Passes on to all sinks; see {@link MetricsSink#resumeAfter}. */
    @Override
    public void resumeAfter(long step) throws IOException {
        for (MetricsSink sink : sinks) {
            sink.resumeAfter(step);
        }
    }

    /** Closes all sinks. */
    @Override
    public void close() throws IOException {
        for (MetricsSink sink : sinks) {
            sink.close();
        }
    }

    /**
     * Returns the name of a metric of the loss, or of a phase.
     *
     * @param constant such as {@link PolicyMetric#OFF_POLICY_WEIGHT}
     * @return such as {@code offPolicyWeight}
     */
    public static String name(Enum<?> constant) {
        StringBuilder name = new StringBuilder();
        for (String word : constant.name().split("_", -1)) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        name.setCharAt(0, Character.toLowerCase(name.charAt(0)));
        return name.toString();
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batchData) {
        batch = batchData.getBatch() instanceof MicroBatchedBatch ours ? ours : null;
        if (batch instanceof RolloutBatch rollout && rollout.isNewRollout()) {
            rollouts = rollout.statistics();
            credit = rollout.creditMetrics();
            rolloutSeconds = rollout.seconds();
        } else {
            rollouts = null;
            credit = Map.of();
            rolloutSeconds = Map.of();
        }
    }

    @Override
    public void onStep(LuffyTrainer trainer, StepReport report) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (rollouts != null) {
            metrics.put(REWARD, rollouts.reward());
            rollouts.rewardParts().forEach((part, mean) -> metrics.put(REWARD + "/" + part, mean));
            metrics.put(ON_POLICY_SOLVED, rollouts.onPolicySolved());
            metrics.put(PREFIXED_SOLVED, rollouts.prefixedSolved());
            metrics.put(OFF_POLICY_SOLVED, rollouts.offPolicySolved());
            metrics.put(
                    WITHOUT_SIGNAL,
                    (double) (rollouts.solvedNone() + rollouts.solvedAll()) / rollouts.groups());
            metrics.put(DROPPED_GROUPS, (double) rollouts.droppedGroups());
            metrics.put(RESPONSE_TOKENS, rollouts.responseTokens());
            metrics.put(UNFINISHED, rollouts.unfinished());
            metrics.put(OFF_POLICY_TOKENS, rollouts.offPolicyTokens());
            putReplay(metrics, rollouts);
        }
        metrics.putAll(credit);
        if (batch != null) {
            metrics.put(SUPERVISED, batch instanceof RolloutBatch ? 0.0 : 1.0);
        }
        if (batch != null && trainer.getModel().getBlock() instanceof CausalLm model) {
            metrics.put(FLOPS, batch.compute().flops(model.multipliedParameters()));
            ComputedTokens computed = model.takeComputed();
            metrics.put(COMPUTED, computed.share());
            metrics.put(PADDING, computed.paddingShare());
        }
        metrics.put(UPDATED, report.outcome() == Outcome.UPDATED ? 1.0 : 0.0);
        metrics.put(NOT_FINITE_STEPS, (double) report.notFinite());
        metrics.put(LOSS, report.loss());
        metrics.put(GRADIENT_NORM, report.gradientNorm());
        metrics.put(LEARNING_RATE, report.learningRate());
        for (PolicyMetric metric : LOSS_METRICS) {
            metrics.put(name(metric), report.metrics().mean(metric).orElse(Double.NaN));
        }
        metrics.put(ENTROPY, report.entropy());
        metrics.put(ENTROPY_COEFFICIENT, report.entropyCoefficient());
        metrics.put(REFERENCE_KL, report.referenceKl());
        metrics.put(ON_POLICY_PROBABILITY, report.onPolicyProbability());
        metrics.put(OFF_POLICY_PROBABILITY, report.offPolicyProbability());
        StepRecord step = new StepRecord(report.step(), metrics, seconds(report));
        sinks.forEach(sink -> sink.write(step));
    }

    private static void putReplay(Map<String, Double> metrics, RolloutStatistics rollouts) {
        ReplayStatistics replay = rollouts.replay();
        if (replay != null) {
            metrics.put(REPLAYED_GROUPS, (double) replay.replayedGroups() / rollouts.groups());
            metrics.put(REPLAY_POOL, (double) replay.problems());
            metrics.put(RETIRED_PROBLEMS, (double) replay.retired());
        }
    }

    private Map<StepPhase, Double> seconds(StepReport report) {
        Map<StepPhase, Double> seconds = new EnumMap<>(StepPhase.class);
        seconds.putAll(rolloutSeconds);
        seconds.putAll(report.seconds());
        long now = System.nanoTime();
        if (previous != null) {
            double known = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
            seconds.put(StepPhase.OTHER, Math.max(0, (now - previous) / 1e9 - known));
        }
        previous = now;
        return seconds;
    }
}
