package io.github.luffyrl.examples.digitmachine;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.checkpoint.ModelType;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.layout.BatchLayout;
import io.github.luffyrl.djl.loss.SftLoss;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/**
 * Trains the embedded base model from nothing: supervised learning on the {@link BaseMix}.
 *
 * @param seed of the weights and the examples
 * @param steps optimiser steps
 * @param patience see {@link BaseMix}
 */
public record BaseTraining(long seed, int steps, double patience) {

    private static final int ROWS_PER_STEP = 128;
    private static final int PARTS = 4; // rows of similar length are padded together
    private static final double LEARNING_RATE = 3e-3;
    private static final int WARM_UP_STEPS = 50;
    private static final double FLAT_SHARE = 0.6;

    /**
     * Returns the architecture: Qwen2, 2 layers of width 64.
     *
     * @return the configuration
     */
    public static CausalLmConfig config() {
        return new CausalLmConfig(
                ModelType.QWEN2,
                StoredType.F32,
                ByteLevelTokenizer.VOCABULARY_SIZE,
                64,
                Integer.getInteger("ff", 176),
                2,
                4,
                Integer.getInteger("kv", 2),
                16,
                100,
                1e-6,
                Boolean.getBoolean("tie"),
                256,
                OptionalInt.empty(),
                Set.of(ByteLevelTokenizer.END_OF_SEQUENCE_ID),
                OptionalInt.of(ByteLevelTokenizer.END_OF_SEQUENCE_ID));
    }

    /**
     * Trains the model.
     *
     * @param progress told the step and its loss
     * @return the trained model, owned by the caller
     */
    public Model train(BiConsumer<Integer, Double> progress) {
        Engine.getEngine("PyTorch").setRandomSeed((int) seed);
        Model model = CausalLanguageModel.create(config());
        DefaultTrainingConfig config =
                new DefaultTrainingConfig(new SftLoss())
                        .optDevices(new ai.djl.Device[] {model.getNDManager().getDevice()})
                        .optOptimizer(
                                AdamW.builder()
                                        .optLearningRate(this::learningRate)
                                        .optWeightDecays(0.01f)
                                        .build());
        BaseMix mix = new BaseMix(patience);
        SplittableRandom random = new SplittableRandom(seed);
        try (Trainer trainer = new LuffyTrainer(model, config)) {
            trainer.initialize(new Shape(1, 1));
            for (int step = 1; step <= steps; step++) {
                List<BaseExample> examples = new ArrayList<>();
                for (int i = 0; i < ROWS_PER_STEP; i++) {
                    examples.add(mix.draw(random));
                }
                progress.accept(step, step(trainer, examples));
            }
        }
        return model;
    }

    private float learningRate(int update) {
        double done = (update - 1.0) / steps;
        double warmUp = Math.min(1, (double) update / WARM_UP_STEPS);
        double decay = done < FLAT_SHARE ? 1 : (1 - done) / (1 - FLAT_SHARE) + 0.02;
        return (float) (LEARNING_RATE * warmUp * decay);
    }

    private static double step(Trainer trainer, List<BaseExample> examples) {
        examples.sort(Comparator.comparingInt(BaseTraining::tokens));
        long supervised = 0;
        for (BaseExample example : examples) {
            for (boolean mark : example.supervised()) {
                supervised += mark ? 1 : 0;
            }
        }
        double loss = 0;
        try (NDManager manager = trainer.getManager().newSubManager();
                GradientCollector collector = trainer.newGradientCollector()) {
            int rows = ROWS_PER_STEP / PARTS;
            for (int from = 0; from < examples.size(); from += rows) {
                List<BaseExample> part = examples.subList(from, from + rows);
                NDList labels = new NDList();
                NDList data = new NDList();
                fill(manager, part, supervised, data, labels);
                var value = trainer.getLoss().evaluate(labels, trainer.forward(data, labels));
                loss += value.getFloat();
                collector.backward(value);
            }
        }
        trainer.step();
        return loss;
    }

    private static int tokens(BaseExample example) {
        return example.prompt().length() + example.supervised().length;
    }

    private static void fill(
            NDManager manager,
            List<BaseExample> part,
            long supervised,
            NDList data,
            NDList labels) {
        int columns = tokens(part.get(part.size() - 1)) - 1;
        Shape shape = new Shape(part.size(), columns);
        long[] ids = new long[part.size() * columns];
        long[] targets = new long[ids.length];
        float[] mask = new float[ids.length];
        for (int row = 0; row < part.size(); row++) {
            BaseExample example = part.get(row);
            byte[] text =
                    (example.prompt() + example.response()).getBytes(StandardCharsets.US_ASCII);
            boolean[] marks = example.supervised();
            for (int i = 0; i <= text.length; i++) {
                int token =
                        i < text.length ? TOKEN[text[i]] : ByteLevelTokenizer.END_OF_SEQUENCE_ID;
                if (i < columns) {
                    ids[row * columns + i] = token;
                }
                if (i > 0) {
                    targets[row * columns + i - 1] = token;
                }
            }
            for (int t = 0; t < marks.length; t++) {
                mask[row * columns + example.prompt().length() + t - 1] = marks[t] ? 1 : 0;
            }
        }
        data.add(BatchLayout.named(BatchLayout.INPUT_IDS, manager.create(ids, shape)));
        labels.add(BatchLayout.named(BatchLayout.TARGETS, manager.create(targets, shape)));
        labels.add(BatchLayout.named(BatchLayout.MASK, manager.create(mask, shape)));
        labels.add(BatchLayout.named(BatchLayout.OFF_POLICY, manager.zeros(shape)));
        labels.add(
                BatchLayout.named(
                        BatchLayout.COUNTS, manager.create(new long[] {supervised, part.size()})));
    }

    static final int[] TOKEN = new int[128];

    static {
        for (int i = 0; i < 128; i++) TOKEN[i] = i;
    }
}
