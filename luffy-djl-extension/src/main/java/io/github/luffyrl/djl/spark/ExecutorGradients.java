package io.github.luffyrl.djl.spark;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import ai.djl.util.Pair;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a task computes of some micro-batches: predictions, losses, and the sum of gradients. */
final class ExecutorGradients {

    private ExecutorGradients() {}

    /** Arrays as bytes. */
    record MicroBatch(byte[] data, byte[] labels) implements Serializable {
        static MicroBatch of(Batch part) {
            return new MicroBatch(part.getData().encode(), part.getLabels().encode());
        }
    }

    /** A forward pass: what the model predicted, and the loss of that. */
    record Pass(byte[] predictions, float loss) implements Serializable {}

    /** The passes of a task in order, and the sum of their gradients by name of the parameter. */
    record Computed(List<Pass> passes, Map<String, float[]> gradient) implements Serializable {}

    /** One at a time in a process, as DJL on PyTorch wants it. */
    static synchronized Computed compute(ModelImage image, List<MicroBatch> part, Loss loss) {
        Model model = ExecutorModel.of(image);
        DefaultTrainingConfig config =
                new DefaultTrainingConfig(loss)
                        .optDevices(new Device[] {model.getNDManager().getDevice()});
        try (LuffyTrainer trainer = new LuffyTrainer(model, config)) {
            trainer.initialize(new Shape(1, 1));
            forgetGradients(model);
            List<Pass> passes = new ArrayList<>();
            try (GradientCollector collector = trainer.newGradientCollector()) {
                for (MicroBatch micro : part) {
                    passes.add(pass(trainer, collector, micro));
                }
            }
            return new Computed(passes, gradients(model));
        }
    }

    private static Pass pass(LuffyTrainer trainer, GradientCollector collector, MicroBatch micro) {
        try (NDManager manager = trainer.getManager().newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDList labels = NDList.decode(manager, micro.labels());
            NDList predictions = trainer.forward(NDList.decode(manager, micro.data()), labels);
            NDArray loss = trainer.getLoss().evaluate(labels, predictions);
            collector.backward(loss);
            return new Pass(predictions.encode(), loss.getFloat());
        }
    }

    /** Those of an earlier task. Written over: what is not a number would stay so. */
    private static void forgetGradients(Model model) {
        for (Parameter parameter : model.getBlock().getParameters().values()) {
            try (NDArray gradient = parameter.getArray().getGradient();
                    NDArray zeros = gradient.zerosLike()) {
                gradient.set(new NDIndex().addAllDim(gradient.getShape().dimension()), zeros);
            }
        }
    }

    private static Map<String, float[]> gradients(Model model) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Pair<String, Parameter> pair : model.getBlock().getParameters()) {
            try (NDArray gradient = pair.getValue().getArray().getGradient()) {
                values.put(pair.getKey(), gradient.toFloatArray());
            }
        }
        return values;
    }
}
