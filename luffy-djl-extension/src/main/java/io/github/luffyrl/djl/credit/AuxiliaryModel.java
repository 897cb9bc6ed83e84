package io.github.luffyrl.djl.credit;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.loss.Loss;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.objective.BatchCounts;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.internal.MicroBatching;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import io.github.luffyrl.djl.trainer.StepListener;
import io.github.luffyrl.djl.trainer.StepReport;
import java.util.ArrayList;
import java.util.List;

/**
 * A model that is trained beside the policy, on the rows of each rollout, while the policy is not:
 * DJL collects the gradients of one model at a time.
 */
public final class AuxiliaryModel implements AutoCloseable {

    private final Model model;
    private final LuffyTrainer trainer;
    private final AuxiliaryTraining settings;
    private final List<StepReport> reports = new ArrayList<>();

    AuxiliaryModel(Model model, Loss loss, AuxiliaryTraining settings) {
        this.model = model;
        this.settings = settings;
        DefaultTrainingConfig config =
                new DefaultTrainingConfig(loss)
                        .optDevices(new Device[] {model.getNDManager().getDevice()})
                        .optOptimizer(settings.optimizer())
                        .addTrainingListeners(new Reports(reports));
        trainer = new LuffyTrainer(model, config, settings.maxGradientNorm());
        trainer.initialize(new Shape(1, 1));
    }

    private static final class Reports extends TrainingListenerAdapter implements StepListener {

        private final List<StepReport> reports;

        Reports(List<StepReport> reports) {
            this.reports = reports;
        }

        @Override
        public void onStep(LuffyTrainer trainer, StepReport report) {
            reports.add(report);
        }
    }

    /**
     * What a rollout's training was like.
     *
     * @param loss mean over its optimizer steps, each before its update; NaN without any
     * @param gradientNorm mean over its optimizer steps, before clipping
     * @param compute what it has cost
     */
    public record Update(double loss, double gradientNorm, Compute compute) {}

    /**
     * Trains on the rows of a rollout, in their order.
     *
     * @param rows with all that the loss reads
     * @param temperature of the rollout
     * @return what it was like
     */
    public Update update(List<TokenRow> rows, double temperature) {
        reports.clear();
        long tokens = 0;
        int count = settings.miniBatches();
        for (int epoch = 0; epoch < settings.epochs(); epoch++) {
            for (int i = 0; i < count; i++) {
                List<TokenRow> part =
                        rows.subList(i * rows.size() / count, (i + 1) * rows.size() / count);
                if (!part.isEmpty()) {
                    step(part, (float) temperature);
                    tokens += part.stream().mapToLong(TokenRow::length).sum();
                }
            }
        }
        return new Update(
                reports.stream().mapToDouble(StepReport::loss).average().orElse(Double.NaN),
                reports.stream().mapToDouble(StepReport::gradientNorm).average().orElse(Double.NaN),
                new Compute(0, tokens));
    }

    private void step(List<TokenRow> miniBatch, float temperature) {
        BatchCounts counts = TokenRow.counts(miniBatch);
        try (GradientCollector collector = trainer.newGradientCollector()) {
            for (List<TokenRow> part :
                    MicroBatching.cut(
                            miniBatch,
                            TokenRow::sharesPrompt,
                            TokenRow::length,
                            settings.microBatchTokens())) {
                try (NDManager manager = trainer.getManager().newSubManager()) {
                    BatchArrays batch = BatchArrays.of(manager, part, counts, temperature);
                    NDList predictions = trainer.forward(batch.data(), batch.labels());
                    NDArray loss = trainer.getLoss().evaluate(batch.labels(), predictions);
                    collector.backward(loss);
                }
            }
        }
        trainer.step();
    }

    /**
     * Returns the model.
     *
     * @return its weights change with each update
     */
    public Model model() {
        return model;
    }

    /**
     * Returns the most tokens of a forward pass.
     *
     * @return padding included, at least 1
     */
    public int microBatchTokens() {
        return settings.microBatchTokens();
    }

    /**
     * Returns the trainer, with the state that a checkpoint has to keep.
     *
     * @return initialized
     */
    public LuffyTrainer trainer() {
        return trainer;
    }

    /** Closes the trainer, not the model. */
    @Override
    public void close() {
        trainer.close();
    }
}
