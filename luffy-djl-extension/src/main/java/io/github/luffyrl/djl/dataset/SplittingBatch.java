package io.github.luffyrl.djl.dataset;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.StackBatchifier;
import io.github.luffyrl.core.objective.BatchCounts;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.TokenRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A mini-batch of rows that {@link #split} cuts into micro-batches of similar length, which {@code
 * EasyTrain} runs one after the other, adding up their gradients.
 */
abstract sealed class SplittingBatch extends Batch permits RolloutBatch, DemonstrationBatch {

    private final List<TokenRow> rows;
    private final BatchCounts counts;
    private final float temperature;
    private final int microBatchTokens;

    /**
     * Creates a batch.
     *
     * @param manager owned by the batch
     * @param rows at least one
     * @param counts of the mini-batch, rows that are left out included
     * @param temperature that logits are divided by
     * @param microBatchTokens most tokens of a micro-batch, padding included
     * @param step counts from 1
     * @param steps number of steps of a pass over the dataset
     */
    SplittingBatch(
            NDManager manager,
            List<TokenRow> rows,
            BatchCounts counts,
            float temperature,
            int microBatchTokens,
            long step,
            int steps) {
        super(
                manager,
                new NDList(),
                new NDList(),
                rows.size(),
                new StackBatchifier(),
                new StackBatchifier(),
                (step - 1) % steps, // DJL's progress bar counts from 0
                steps);
        this.rows = rows.stream().sorted(Comparator.comparingInt(TokenRow::length)).toList();
        this.counts = counts;
        this.temperature = temperature;
        this.microBatchTokens = microBatchTokens;
    }

    /** Labels that each micro-batch has beside those of its rows. */
    NDList furtherLabels(NDManager manager) {
        return new NDList();
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
    public final Batch[] split(Device[] devices, boolean evenSplit) {
        if (devices.length != 1) {
            throw new IllegalArgumentException(
                    "rollouts are trained on one device, not on "
                            + devices.length
                            + ": name it with TrainingConfig.optDevices");
        }
        List<List<TokenRow>> parts = microBatches();
        return IntStream.range(0, parts.size())
                .mapToObj(
                        i -> {
                            NDManager manager = getManager().newSubManager(devices[0]);
                            Batch part = toBatch(parts.get(i), manager);
                            part.getLabels().add(microBatch(i, parts.size(), manager));
                            part.getLabels().addAll(furtherLabels(manager));
                            return part;
                        })
                .toArray(Batch[]::new);
    }

    private static NDArray microBatch(int index, int count, NDManager manager) {
        return BatchLayout.named(
                BatchLayout.MICRO_BATCH, manager.create(new long[] {index, count}));
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
