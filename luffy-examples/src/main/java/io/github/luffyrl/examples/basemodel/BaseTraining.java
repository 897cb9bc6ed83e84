package io.github.luffyrl.examples.basemodel;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.checkpoint.ModelType;
import io.github.luffyrl.djl.checkpoint.RotaryScaling;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.loss.SftLoss;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Trains the base model of a task from scratch: supervised learning on examples that are drawn.
 *
 * @param seed of the weights and the examples
 * @param steps optimizer steps, at least 1
 * @param examples draws an example with the generator
 */
public record BaseTraining(long seed, int steps, Function<RandomGenerator, BaseExample> examples) {

    /** The seed of the models that come with luffy. */
    public static final long DEFAULT_SEED = 0;

    private static final int ROWS_PER_STEP = 128;
    private static final int ROWS_PER_PART = 32; // rows of similar length are padded together
    private static final float TEMPERATURE = 1;
    private static final double LEARNING_RATE = 3e-3;
    private static final int WARM_UP_STEPS = 50;
    private static final double FLAT_SHARE = 0.6;

    /** Rejects a training without steps. */
    public BaseTraining {
        if (steps < 1) {
            throw new IllegalArgumentException("steps = " + steps + ": need at least 1");
        }
    }

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
                176,
                2,
                4,
                2,
                16,
                100,
                RotaryScaling.NONE,
                1e-6,
                false,
                256,
                OptionalInt.empty(),
                Set.of(ByteLevelTokenizer.END_OF_SEQUENCE_ID),
                OptionalInt.of(ByteLevelTokenizer.END_OF_SEQUENCE_ID));
    }

    /**
     * Trains the model.
     *
     * @param progress takes each step and its loss
     * @return the trained model, owned by the caller
     */
    public Model train(BiConsumer<Integer, Double> progress) {
        Engine.getEngine("PyTorch").setRandomSeed((int) seed);
        Model model = CausalLanguageModel.create(config());
        DefaultTrainingConfig config =
                new DefaultTrainingConfig(new SftLoss())
                        .optDevices(new Device[] {model.getNDManager().getDevice()})
                        .optOptimizer(
                                AdamW.builder()
                                        .optLearningRate(this::learningRate)
                                        .optWeightDecays(0.01f)
                                        .build());
        SplittableRandom random = new SplittableRandom(seed);
        try (Trainer trainer = new LuffyTrainer(model, config)) {
            trainer.initialize(new Shape(1, 1));
            for (int step = 1; step <= steps; step++) {
                List<BaseExample> drawn = new ArrayList<>();
                for (int i = 0; i < ROWS_PER_STEP; i++) {
                    drawn.add(examples.apply(random));
                }
                progress.accept(step, step(trainer, drawn));
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
        List<TokenRow> rows =
                examples.stream()
                        .map(BaseTraining::row)
                        .sorted(Comparator.comparingInt(TokenRow::length))
                        .toList();
        long supervised = rows.stream().mapToLong(TokenRow::trainedTokens).sum();
        double loss = 0;
        try (NDManager manager = trainer.getManager().newSubManager();
                GradientCollector collector = trainer.newGradientCollector()) {
            for (int from = 0; from < ROWS_PER_STEP; from += ROWS_PER_PART) {
                List<TokenRow> part = rows.subList(from, from + ROWS_PER_PART);
                BatchArrays arrays =
                        BatchArrays.of(manager, part, supervised, ROWS_PER_STEP, TEMPERATURE);
                NDList predictions = trainer.forward(arrays.data(), arrays.labels());
                NDArray value = trainer.getLoss().evaluate(arrays.labels(), predictions);
                loss += value.getFloat();
                collector.backward(value);
            }
        }
        trainer.step();
        return loss;
    }

    /** Bytes are their own token ids. */
    private static TokenRow row(BaseExample example) {
        String text = example.prompt() + example.response();
        int[] tokens = Arrays.copyOf(text.chars().toArray(), text.length() + 1);
        tokens[text.length()] = ByteLevelTokenizer.END_OF_SEQUENCE_ID;
        boolean[] trained = new boolean[tokens.length];
        boolean[] response = example.supervised();
        System.arraycopy(response, 0, trained, example.prompt().length(), response.length);
        return TokenRow.supervised(Tokens.of(tokens), trained);
    }
}
