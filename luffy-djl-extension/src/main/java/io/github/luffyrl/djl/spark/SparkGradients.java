package io.github.luffyrl.djl.spark;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener.BatchData;
import ai.djl.training.loss.Loss;
import ai.djl.util.Pair;
import io.github.luffyrl.core.objective.AdaptiveEntropyCoefficient;
import io.github.luffyrl.djl.loss.PolicyLoss;
import io.github.luffyrl.djl.spark.ExecutorGradients.Computed;
import io.github.luffyrl.djl.spark.ExecutorGradients.MicroBatch;
import io.github.luffyrl.djl.trainer.BatchGradient;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Computes the gradient of a batch by the executors of a Spark cluster: each task computes that of
 * some micro-batches, and the driver adds them up in order and makes the step. Labels carry the
 * counts of the whole batch, so the sum is the gradient of one process: to the last bit if each
 * task has one micro-batch, but for rounding if it has more. Metrics of the loss are measured by
 * the driver, from the executors' predictions.
 *
 * <pre>{@code
 * String recipe = training.toYaml();
 * parts.with(
 *         BatchGradient.class,
 *         new SparkGradients(
 *                 context, () -> TrainingParts.of(Recipe.parse(recipe)).get(Loss.class), 8));
 * }</pre>
 */
public final class SparkGradients implements BatchGradient {

    private final JavaSparkContext context;
    private final Maker loss;
    private final int tasks;

    /** Makes the loss in each task. */
    @FunctionalInterface
    public interface Maker extends Serializable {

        /**
         * Makes the loss.
         *
         * @return a loss for one task
         */
        Loss create();
    }

    /**
     * Creates the computation.
     *
     * @param context the cluster
     * @param loss makes the trainer's loss; what it captures has to be serializable
     * @param tasks how many tasks a batch is cut into at most, at least 1; no more than it has
     *     micro-batches
     */
    public SparkGradients(JavaSparkContext context, Maker loss, int tasks) {
        this.context = context;
        this.loss = loss;
        this.tasks = Jobs.positive(tasks);
    }

    /**
     * {@inheritDoc}
     *
     * @param trainer of a {@code CausalLm} without an adapter, initialized
     * @throws IllegalArgumentException if the loss has an adaptive entropy coefficient, whose state
     *     executors do not have
     * @throws IllegalStateException if the executors' loss is not the trainer's
     */
    @Override
    public void backward(LuffyTrainer trainer, Batch batch) {
        if (trainer.getLoss() instanceof PolicyLoss policyLoss
                && policyLoss.update().entropy() instanceof AdaptiveEntropyCoefficient) {
            throw new IllegalArgumentException(
                    "objective.entropy.kind = adaptive: executors do not have the coefficient as"
                            + " it is trained; take constant or towards-target");
        }
        Device device = trainer.getManager().getDevice();
        List<Batch> micro = Arrays.asList(batch.split(new Device[] {device}, false));
        try {
            add(trainer, batch, micro, compute(trainer, micro));
        } finally {
            micro.forEach(Batch::close);
        }
    }

    private List<Computed> compute(LuffyTrainer trainer, List<Batch> micro) {
        Broadcast<ModelImage> image = context.broadcast(ModelImage.of(trainer.getModel()));
        try {
            Maker maker = loss;
            return Jobs.run(
                    context,
                    String.format(Locale.ROOT, "luffy: gradient of %d micro-batches", micro.size()),
                    Parts.of(micro.stream().map(MicroBatch::of).toList(), tasks),
                    part ->
                            List.of(
                                    ExecutorGradients.compute(
                                            image.value(), part, maker.create())));
        } finally {
            image.destroy();
        }
    }

    private static void add(
            LuffyTrainer trainer, Batch batch, List<Batch> micro, List<Computed> computed) {
        try (NDManager manager = trainer.getManager().newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDList labels = new NDList();
            NDList predictions = new NDList();
            int next = 0;
            try (GradientCollector collector = trainer.newGradientCollector()) {
                for (Computed task : computed) {
                    NDArray target = linear(trainer, manager, task.gradient());
                    for (ExecutorGradients.Pass pass : task.passes()) {
                        labels = micro.get(next++).getLabels();
                        predictions = NDList.decode(manager, pass.predictions());
                        NDArray value = trainer.getLoss().evaluate(labels, predictions);
                        requireSame(value.getFloat(), pass.loss());
                        trainer.passed(labels, predictions);
                        target = target.add(value);
                    }
                    collector.backward(target);
                }
            }
            Device device = trainer.getManager().getDevice(); // as EasyTrain, the last micro-batch
            BatchData last =
                    new BatchData(batch, Map.of(device, labels), Map.of(device, predictions));
            trainer.notifyListeners(listener -> listener.onTrainingBatch(trainer, last));
        }
    }

    /** 0, whose gradient is the given one. */
    private static NDArray linear(
            LuffyTrainer trainer, NDManager manager, Map<String, float[]> gradients) {
        NDArray zero = manager.create(0f);
        for (Pair<String, Parameter> pair : trainer.getModel().getBlock().getParameters()) {
            if (pair.getValue().requiresGradient()) {
                NDArray weight = pair.getValue().getArray();
                float[] values = Objects.requireNonNull(gradients.get(pair.getKey()));
                NDArray gradient = manager.create(FloatBuffer.wrap(values), weight.getShape());
                NDArray product = weight.mul(gradient).sum();
                zero = zero.add(product.sub(product.stopGradient()));
            }
        }
        return zero;
    }

    /** The same numbers in double precision, from the same predictions. */
    private static void requireSame(float own, float executor) {
        if (Float.compare(own, executor) != 0) {
            throw new IllegalStateException(
                    "the loss of a micro-batch is "
                            + own
                            + " here and "
                            + executor
                            + " on the executor: SparkGradients makes another loss than the"
                            + " trainer's");
        }
    }
}
