package io.github.luffyrl.djl.spark;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import ai.djl.util.Pair;
import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Computes the gradient of a batch by the executors of a Spark cluster: each task computes that of
 * some micro-batches, and the driver adds them up in order and makes the step. Labels carry the
 * counts of the whole batch, so the sum is the gradient of one process.
 *
 * <pre>{@code
 * for (Batch batch : trainer.iterateDataset(rollouts)) {
 *     try (batch) {
 *         gradients.backward(trainer, batch);
 *         trainer.step();
 *     }
 * }
 * }</pre>
 */
public final class SparkGradients {

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
     * Adds the gradient of a batch to that of the trainer's model, a {@code CausalLm} without an
     * adapter.
     *
     * @param trainer initialized
     * @param batch rollouts or demonstrations
     * @return the loss
     */
    public double backward(Trainer trainer, Batch batch) {
        Device device = trainer.getManager().getDevice();
        List<MicroBatch> micro =
                Stream.of(batch.split(new Device[] {device}, false)).map(MicroBatch::of).toList();
        Broadcast<ModelImage> image = context.broadcast(ModelImage.of(trainer.getModel()));
        try {
            Maker maker = loss;
            List<Gradient> gradients =
                    Jobs.run(
                            context,
                            String.format(
                                    Locale.ROOT,
                                    "luffy: gradient of %d micro-batches",
                                    micro.size()),
                            Parts.of(micro, tasks, (a, b) -> false),
                            part -> List.of(gradient(image.value(), part, maker)));
            Gradient sum = gradients.stream().reduce(Gradient::plus).orElseThrow();
            accumulate(trainer, sum);
            return sum.loss();
        } finally {
            image.destroy();
        }
    }

    /** Arrays as bytes. */
    private record MicroBatch(byte[] data, byte[] labels) implements Serializable {
        static MicroBatch of(Batch part) {
            try (part) {
                return new MicroBatch(part.getData().encode(), part.getLabels().encode());
            }
        }
    }

    /** Of some micro-batches, by parameter. */
    private record Gradient(double loss, Map<String, float[]> values) implements Serializable {
        Gradient plus(Gradient other) {
            other.values.forEach(
                    (name, more) -> {
                        float[] sum = Objects.requireNonNull(values.get(name), name);
                        for (int i = 0; i < more.length; i++) {
                            sum[i] += more[i];
                        }
                    });
            return new Gradient(loss + other.loss, values);
        }
    }

    /** One at a time in a process, as DJL on PyTorch wants it. */
    private static Gradient gradient(ModelImage image, List<MicroBatch> part, Maker maker) {
        synchronized (SparkGradients.class) {
            Model model = ExecutorModel.of(image);
            for (Parameter parameter : model.getBlock().getParameters().values()) {
                parameter.getArray().setRequiresGradient(true);
            }
            Loss loss = maker.create();
            double total = 0;
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                collector.zeroGradients();
                for (MicroBatch micro : part) {
                    total += backward(model, micro, loss, collector);
                }
            }
            Map<String, float[]> values = new LinkedHashMap<>();
            for (Pair<String, Parameter> pair : model.getBlock().getParameters()) {
                try (NDArray gradient = pair.getValue().getArray().getGradient()) {
                    values.put(pair.getKey(), gradient.toFloatArray());
                }
            }
            return new Gradient(total, values);
        }
    }

    private static double backward(
            Model model, MicroBatch micro, Loss loss, GradientCollector collector) {
        try (NDManager manager = model.getNDManager().newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDList data = NDList.decode(manager, micro.data());
            NDList labels = NDList.decode(manager, micro.labels());
            NDList predictions =
                    model.getBlock()
                            .forward(new ParameterStore(manager, false), data, labels, null);
            NDArray value = loss.evaluate(labels, predictions);
            collector.backward(value);
            return value.getFloat();
        }
    }

    /** A target whose value is the loss and whose gradient is the sum. */
    private static void accumulate(Trainer trainer, Gradient sum) {
        try (GradientCollector collector = trainer.newGradientCollector();
                NDManager manager = trainer.getManager().newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray target = manager.create((float) sum.loss());
            for (Pair<String, Parameter> pair : trainer.getModel().getBlock().getParameters()) {
                if (!pair.getValue().requiresGradient()) {
                    continue;
                }
                NDArray weight = pair.getValue().getArray();
                NDArray gradient =
                        manager.create(
                                FloatBuffer.wrap(
                                        Objects.requireNonNull(sum.values().get(pair.getKey()))),
                                weight.getShape());
                NDArray product = weight.mul(gradient).sum();
                target = target.add(product.sub(product.stopGradient()));
            }
            collector.backward(target);
        }
    }
}
