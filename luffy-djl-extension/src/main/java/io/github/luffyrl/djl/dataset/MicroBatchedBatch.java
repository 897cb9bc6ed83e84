package io.github.luffyrl.djl.dataset;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.StackBatchifier;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.internal.MicroBatching;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A mini-batch that {@link #split} cuts into micro-batches that keep groups together, which {@code
 * EasyTrain} runs one after the other, adding up their gradients.
 */
public sealed class MicroBatchedBatch extends Batch permits RolloutBatch {

    private final MiniBatch miniBatch;
    private final float temperature;
    private final List<List<TokenRow>> parts;
    private final Compute compute;

    /**
     * Creates a batch.
     *
     * @param manager owned by the batch
     * @param miniBatch rows and counts
     * @param temperature that logits are divided by
     * @param microBatchTokens most tokens of a micro-batch, padding included
     * @param compute spent up to and including this batch
     * @param step counts from 1
     * @param stepsPerPass of the dataset
     */
    MicroBatchedBatch(
            NDManager manager,
            MiniBatch miniBatch,
            float temperature,
            int microBatchTokens,
            Compute compute,
            long step,
            int stepsPerPass) {
        super(
                manager,
                new NDList(),
                new NDList(),
                miniBatch.rows().size(),
                new StackBatchifier(),
                new StackBatchifier(),
                (step - 1) % stepsPerPass, // DJL's progress bar counts from 0
                stepsPerPass);
        this.miniBatch = miniBatch;
        this.temperature = temperature;
        this.compute = compute;
        parts =
                MicroBatching.cut(
                        miniBatch.rows(),
                        TokenRow::sharesPrompt,
                        TokenRow::length,
                        microBatchTokens);
    }

    /**
     * Returns what the run has cost so far.
     *
     * @return spent up to and including this batch
     */
    public final Compute compute() {
        return compute;
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
                            + ": each would have a copy of the weights, and the step takes the"
                            + " gradient of one. Name it with TrainingConfig.optDevices; several"
                            + " devices need a process each");
        }
        return IntStream.range(0, parts.size())
                .mapToObj(
                        i -> {
                            NDManager manager = getManager().newSubManager(devices[0]);
                            Batch part = toBatch(parts.get(i), manager);
                            part.getLabels().add(microBatch(i, parts.size(), manager));
                            part.getLabels().add(rowsLeftOut(manager));
                            part.getLabels().addAll(furtherLabels(manager));
                            return part;
                        })
                .toArray(Batch[]::new);
    }

    private static NDArray microBatch(int index, int count, NDManager manager) {
        return BatchLayout.named(
                BatchLayout.MICRO_BATCH, manager.create(new long[] {index, count}));
    }

    private NDArray rowsLeftOut(NDManager manager) {
        return BatchLayout.named(
                BatchLayout.ROWS_LEFT_OUT, manager.create(new long[] {miniBatch.leftOut()}));
    }

    private Batch toBatch(List<TokenRow> part, NDManager manager) {
        BatchArrays arrays = BatchArrays.of(manager, part, miniBatch.counts(), temperature);
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
