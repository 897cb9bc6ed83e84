package io.github.luffyrl.djl.dataset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.metric.StepPhase;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.generation.ScoredResponse;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/**
 * The rollouts of one step as a DJL batch. {@link #split} cuts them into micro-batches of similar
 * length, which {@code EasyTrain} runs one after the other, adding up their gradients.
 */
public final class RolloutBatch extends MicroBatchedBatch {

    private final long step;
    private final RolloutStatistics statistics;
    private final Map<String, Double> creditMetrics;
    private final List<ScoredGroup> groups;
    private final Map<StepPhase, Double> seconds;

    /**
     * Creates a batch.
     *
     * @param manager owned by the batch
     * @param miniBatch rows and counts
     * @param temperature of the rollouts
     * @param microBatchTokens most tokens of a micro-batch, padding included
     * @param statistics of the rollouts
     * @param creditMetrics what the credit of their tokens has to report
     * @param groups the rollouts, if they were made for this batch
     * @param seconds time that they took
     * @param compute spent up to and including this batch
     * @param step counts from 1
     * @param stepsPerPass of the dataset
     */
    RolloutBatch(
            NDManager manager,
            MiniBatch miniBatch,
            float temperature,
            int microBatchTokens,
            RolloutStatistics statistics,
            Map<String, Double> creditMetrics,
            List<ScoredGroup> groups,
            Map<StepPhase, Double> seconds,
            Compute compute,
            long step,
            int stepsPerPass) {
        super(manager, miniBatch, temperature, microBatchTokens, compute, step, stepsPerPass);
        this.statistics = statistics;
        this.creditMetrics = creditMetrics;
        this.groups = List.copyOf(groups);
        this.seconds = Map.copyOf(seconds);
        this.step = step;
    }

    /**
     * Returns the step.
     *
     * @return counts from 1
     */
    public long step() {
        return step;
    }

    /**
     * Returns whether rollouts were made for this batch. The further mini-batches of a rollout have
     * its statistics as well.
     *
     * @return false if the batch is a further one of an earlier rollout
     */
    public boolean isNewRollout() {
        return !groups.isEmpty();
    }

    /**
     * Returns the rollouts that were made for this batch: rows that are not trained on, dropped
     * groups and the groups of further mini-batches included.
     *
     * @return the groups; none unless {@link #isNewRollout}
     */
    public List<ScoredGroup> groups() {
        return groups;
    }

    /**
     * Returns how long the rollouts took.
     *
     * @return seconds of each phase that took any
     */
    public Map<StepPhase, Double> seconds() {
        return seconds;
    }

    /**
     * Returns what the rollouts were like.
     *
     * @return the statistics
     */
    public RolloutStatistics statistics() {
        return statistics;
    }

    /**
     * Returns what the {@link TokenCredit} of the rollouts, and a KL penalty on their rewards, have
     * to report.
     *
     * @return numbers by name, possibly none
     */
    public Map<String, Double> creditMetrics() {
        return creditMetrics;
    }

    @Override
    NDList furtherLabels(NDManager manager) {
        return new NDList(allRows(manager));
    }

    private NDArray allRows(NDManager manager) {
        List<ScoredResponse> all =
                groups.stream().flatMap(group -> group.responses().stream()).toList();
        FloatBuffer values = FloatBuffer.allocate(4 * all.size());
        for (ScoredResponse response : all) {
            values.put((float) response.reward().value())
                    .put(response.solved() ? 1 : 0)
                    .put(response.trajectory().responseLength())
                    .put(response.trajectory().prefixLength());
        }
        return BatchLayout.named(
                BatchLayout.ROWS, manager.create(values.array(), new Shape(all.size(), 4)));
    }
}
