package io.github.luffyrl.djl.dataset;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.StackBatchifier;
import io.github.luffyrl.djl.layout.BatchLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The rollouts of one step as a DJL batch. {@link #split} cuts them into micro-batches of similar
 * length, which {@code EasyTrain} runs one after the other, adding up their gradients.
 */
public final class RolloutBatch extends Batch {

    private final List<TrainingRow> rows;
    private final long[] counts;
    private final float temperature;
    private final int microBatchTokens;
    private final RolloutStatistics statistics;

    /**
     * Creates a batch.
     *
     * @param manager owned by the batch
     * @param rows rows to be trained on, possibly none
     * @param counts response tokens and rows of the whole step, untrained rows included
     * @param temperature of the rollouts
     * @param microBatchTokens most tokens of a micro-batch, padding included
     * @param statistics of the rollouts
     * @param progressTotal number of steps in all
     */
    RolloutBatch(
            NDManager manager,
            List<TrainingRow> rows,
            long[] counts,
            float temperature,
            int microBatchTokens,
            RolloutStatistics statistics,
            long progressTotal) {
        super(
                manager,
                new NDList(),
                new NDList(),
                rows.size(),
                new StackBatchifier(),
                new StackBatchifier(),
                statistics.step(),
                progressTotal);
        this.rows = rows.stream().sorted(Comparator.comparingInt(TrainingRow::tokens)).toList();
        this.counts = counts.clone();
        this.temperature = temperature;
        this.microBatchTokens = microBatchTokens;
        this.statistics = statistics;
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
     * @return the micro-batches; none if no row has an advantage
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

    private List<List<TrainingRow>> microBatches() {
        List<List<TrainingRow>> parts = new ArrayList<>();
        List<TrainingRow> part = new ArrayList<>();
        for (TrainingRow row : rows) { // by length: this row is the part's longest
            if (!part.isEmpty() && (part.size() + 1) * row.tokens() > microBatchTokens) {
                parts.add(part);
                part = new ArrayList<>();
            }
            part.add(row);
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }

    private Batch toBatch(List<TrainingRow> part, NDManager manager) {
        int columns = part.get(part.size() - 1).tokens() - 1;
        Columns arrays = new Columns(part.size(), columns);
        for (int row = 0; row < part.size(); row++) {
            arrays.fill(row, part.get(row));
        }
        NDList labels = arrays.labels(manager);
        labels.add(BatchLayout.named(BatchLayout.COUNTS, manager.create(counts)));
        labels.add(
                BatchLayout.named(
                        BatchLayout.TEMPERATURE, manager.create(new float[] {temperature})));
        return new Batch(
                manager,
                arrays.data(manager),
                labels,
                part.size(),
                new StackBatchifier(),
                new StackBatchifier(),
                getProgress(),
                getProgressTotal());
    }

    /** The arrays of {@link BatchLayout} on the Java side, each {@code [B, T]} row by row. */
    private static final class Columns {

        private final int columns;
        private final Shape shape;
        private final long[] inputIds;
        private final long[] targets;
        private final float[] mask;
        private final float[] offPolicy;
        private final float[] advantages;
        private final float[] oldLogProbs;

        Columns(int rows, int columns) {
            this.columns = columns;
            this.shape = new Shape(rows, columns);
            int size = rows * columns;
            inputIds = new long[size];
            targets = new long[size];
            mask = new float[size];
            offPolicy = new float[size];
            advantages = new float[size];
            oldLogProbs = new float[size];
        }

        void fill(int row, TrainingRow training) {
            int[] prompt = training.trajectory().prompt();
            int[] response = training.trajectory().response();
            float[] logProbs = training.trajectory().logProbs();
            int prefixLength = training.trajectory().prefixLength();
            int start = row * columns;
            for (int i = 0; i < prompt.length + response.length; i++) {
                int token = i < prompt.length ? prompt[i] : response[i - prompt.length];
                if (i < columns) {
                    inputIds[start + i] = token;
                }
                if (i > 0) {
                    targets[start + i - 1] = token;
                }
            }
            for (int t = 0; t < response.length; t++) {
                int at = start + prompt.length + t - 1;
                mask[at] = 1;
                offPolicy[at] = t < prefixLength ? 1 : 0;
                advantages[at] = (float) training.advantage();
                oldLogProbs[at] = logProbs[t];
            }
        }

        NDList data(NDManager manager) {
            return new NDList(
                    BatchLayout.named(BatchLayout.INPUT_IDS, manager.create(inputIds, shape)));
        }

        NDList labels(NDManager manager) {
            NDArray ids = manager.create(targets, shape);
            return new NDList(
                    BatchLayout.named(BatchLayout.TARGETS, ids),
                    BatchLayout.named(BatchLayout.MASK, manager.create(mask, shape)),
                    BatchLayout.named(BatchLayout.OFF_POLICY, manager.create(offPolicy, shape)),
                    BatchLayout.named(BatchLayout.ADVANTAGES, manager.create(advantages, shape)),
                    BatchLayout.named(
                            BatchLayout.OLD_LOG_PROBS, manager.create(oldLogProbs, shape)));
        }
    }
}
