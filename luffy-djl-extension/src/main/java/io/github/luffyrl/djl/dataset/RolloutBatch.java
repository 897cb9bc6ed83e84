package io.github.luffyrl.djl.dataset;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.StackBatchifier;
import io.github.luffyrl.core.metric.StepPhase;
import io.github.luffyrl.core.objective.BatchCounts;
import io.github.luffyrl.djl.layout.BatchArrays;
import io.github.luffyrl.djl.layout.TokenRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The rollouts of one step as a DJL batch. {@link #split} cuts them into micro-batches of similar
 * length, which {@code EasyTrain} runs one after the other, adding up their gradients.
 */
public final class RolloutBatch extends Batch {

    private final List<TokenRow> rows;
    private final BatchCounts counts;
    private final float temperature;
    private final int microBatchTokens;
    private final RolloutStatistics statistics;
    private final List<ScoredGroup> groups;
    private final Map<StepPhase, Double> seconds;

    /**
     * Creates a batch.
     *
     * @param manager owned by the batch
     * @param rows rows to be trained on, at least one
     * @param counts of the whole step, untrained rows included
     * @param temperature of the rollouts
     * @param microBatchTokens most tokens of a micro-batch, padding included
     * @param step counts from 1
     * @param steps number of steps of a pass over the dataset
     * @param groups the rollouts
     * @param seconds time that they took
     */
    RolloutBatch(
            NDManager manager,
            List<TrainingRow> rows,
            BatchCounts counts,
            float temperature,
            int microBatchTokens,
            long step,
            int steps,
            List<ScoredGroup> groups,
            Map<StepPhase, Double> seconds) {
        super(
                manager,
                new NDList(),
                new NDList(),
                rows.size(),
                new StackBatchifier(),
                new StackBatchifier(),
                (step - 1) % steps, // DJL's progress bar counts from 0
                steps);
        this.rows =
                rows.stream()
                        .map(TrainingRow::tokens)
                        .sorted(Comparator.comparingInt(TokenRow::length))
                        .toList();
        this.counts = counts;
        this.temperature = temperature;
        this.microBatchTokens = microBatchTokens;
        this.statistics = RolloutStatistics.of(step, groups);
        this.groups = List.copyOf(groups);
        this.seconds = Map.copyOf(seconds);
    }

    /**
     * Returns the rollouts, rows that are not trained on included.
     *
     * @return the groups of the step
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
     * Cuts the batch into micro-batches.
     *
     * @param devices exactly one
     * @param evenSplit ignored
     * @return the micro-batches, at least one
     * @throws IllegalArgumentException for several devices
     */
    @Override
    public Batch[] split(Device[] devices, boolean evenSplit) {
        if (devices.length != 1) {
            throw new IllegalArgumentException(
                    "rollouts are trained on one device, not on "
                            + devices.length
                            + ": name it with TrainingConfig.optDevices");
        }
        return microBatches().stream()
                .map(part -> toBatch(part, getManager().newSubManager(devices[0])))
                .toArray(Batch[]::new);
    }

    private List<List<TokenRow>> microBatches() {
        List<List<TokenRow>> parts = new ArrayList<>();
        List<TokenRow> part = new ArrayList<>();
        for (TokenRow row : rows) { // by length: this row is the part's longest
            if (!part.isEmpty() && (part.size() + 1) * row.length() > microBatchTokens) {
                parts.add(part);
                part = new ArrayList<>();
            }
            part.add(row);
        }
        parts.add(part);
        return parts;
    }

    private Batch toBatch(List<TokenRow> part, NDManager manager) {
        BatchArrays arrays = BatchArrays.of(manager, part, counts, temperature);
        return new Batch(
                manager,
                arrays.data(),
                arrays.labels(),
                part.size(),
                new StackBatchifier(),
                new StackBatchifier(),
                getProgress(),
                getProgressTotal());
    }
}
