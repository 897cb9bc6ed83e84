package io.github.luffyrl.examples.benchmark;

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
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.checkpoint.ModelType;
import io.github.luffyrl.djl.checkpoint.RotaryScaling;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.internal.TokenRandom;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;

/** Groups to generate and rows to train on, with a random model of 0.8 M parameters. */
public final class Workload implements AutoCloseable {

    /** 4 layers of width 128, 4 heads on 2 key-value heads. */
    private static final CausalLmConfig CONFIG =
            new CausalLmConfig(
                    ModelType.QWEN2,
                    StoredType.F32,
                    512,
                    128,
                    352,
                    4,
                    4,
                    2,
                    32,
                    10000,
                    RotaryScaling.NONE,
                    1e-6,
                    true,
                    512,
                    OptionalInt.empty(),
                    Set.of(0),
                    OptionalInt.empty());

    private final Sizes sizes;
    private final Model model;
    private final Policy policy;
    private final Trainer trainer;
    private long round;

    /**
     * The size of a round.
     *
     * @param groups number of prompts
     * @param groupSize responses to each
     * @param promptTokens length of a prompt
     * @param newTokens longest response
     * @param trainedRows rows of a training step, at most all responses
     */
    public record Sizes(
            int groups, int groupSize, int promptTokens, int newTokens, int trainedRows) {

        /** The step of docs/performance.md. */
        public static final Sizes STANDARD = new Sizes(16, 8, 32, 64, 64);
    }

    /**
     * Creates the model.
     *
     * @param sizes of a round
     * @param threads that generate in parallel
     */
    public Workload(Sizes sizes, int threads) {
        this.sizes = sizes;
        Engine.getEngine("PyTorch").setRandomSeed(0);
        model = CausalLanguageModel.create(CONFIG);
        policy = new ModelPolicy(model, threads);
        trainer =
                new LuffyTrainer(
                        model,
                        new DefaultTrainingConfig(MixedPolicyGrpoLoss.builder().build())
                                .optDevices(new Device[] {model.getNDManager().getDevice()})
                                .optOptimizer(AdamW.builder().build()),
                        1);
        trainer.initialize(new Shape(1, 1));
    }

    /**
     * Returns the model's architecture.
     *
     * @return the configuration
     */
    public CausalLmConfig config() {
        return CONFIG;
    }

    /**
     * Generates a response to each request, with new prompts and seeds each time.
     *
     * @return the responses
     */
    public List<Trajectory> generate() {
        round++;
        SplittableRandom random = new SplittableRandom(round);
        List<RolloutRequest> requests = new ArrayList<>();
        for (int group = 0; group < sizes.groups(); group++) {
            int[] prompt = random.ints(sizes.promptTokens(), 1, CONFIG.vocabSize()).toArray();
            for (int row = 0; row < sizes.groupSize(); row++) {
                long seed = TokenRandom.seed(round, group, row);
                requests.add(new RolloutRequest(Tokens.of(prompt), Prefix.NONE, seed));
            }
        }
        return policy.rollout(requests, new SamplingParams(1, sizes.newTokens()));
    }

    /**
     * Takes a training step on the first of the responses, with advantages 1 and -1 in turn.
     *
     * @param responses from {@link #generate}
     * @return number of tokens trained on, prompts included
     */
    public int train(List<Trajectory> responses) {
        List<TokenRow> rows = new ArrayList<>();
        for (int i = 0; i < sizes.trainedRows(); i++) {
            rows.add(row(responses.get(i), i % 2 == 0 ? 1 : -1));
        }
        long generated = rows.stream().mapToLong(r -> r.length() - sizes.promptTokens()).sum();
        try (NDManager manager = trainer.getManager().newSubManager();
                GradientCollector collector = trainer.newGradientCollector()) {
            BatchArrays arrays = BatchArrays.of(manager, rows, generated, rows.size(), 1);
            NDList predictions = trainer.forward(arrays.data(), arrays.labels());
            NDArray loss = trainer.getLoss().evaluate(arrays.labels(), predictions);
            collector.backward(loss);
        }
        trainer.step();
        return rows.stream().mapToInt(TokenRow::length).sum();
    }

    private static TokenRow row(Trajectory trajectory, float advantage) {
        float[] advantages = new float[trajectory.responseLength()];
        Arrays.fill(advantages, advantage);
        return TokenRow.of(trajectory, advantages);
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }
}
