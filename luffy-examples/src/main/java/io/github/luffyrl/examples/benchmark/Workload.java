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
import io.github.luffyrl.core.prefix.PrefixUse;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.internal.TokenRandom;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.model.CausalLm;
import io.github.luffyrl.djl.model.ComputedTokens;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Groups to generate and train on, with a random model. */
final class Workload implements AutoCloseable {

    private static final Sizes SMALL = new Sizes(1, 2, 8, 0, 4);

    private final CausalLmConfig config;
    private final Sizes sizes;
    private final Model model;
    private final Policy policy;
    private final Trainer trainer;
    private long round;
    private ComputedTokens computed = ComputedTokens.NONE;

    /**
     * The size of a round.
     *
     * @param groups number of prompts
     * @param groupSize responses to each
     * @param promptTokens length of a prompt
     * @param prefixTokens further tokens that the rows of a group share and do not train on
     * @param newTokens most tokens that are generated for a response
     */
    record Sizes(int groups, int groupSize, int promptTokens, int prefixTokens, int newTokens) {

        int rows() {
            return groups * groupSize;
        }

        /** What the rows of a group begin with. */
        int contextTokens() {
            return promptTokens + prefixTokens;
        }
    }

    /**
     * What was done.
     *
     * @param tokens of the rows
     * @param flops of products with weights
     */
    record Done(long tokens, double flops) {}

    /**
     * Creates the model and takes a small step, after which the optimizer has its moments and the
     * model has seen that rows may share prefixes.
     */
    Workload(ModelSize size, Sizes sizes) {
        this.sizes = sizes;
        config = size.config();
        Engine.getEngine("PyTorch").setRandomSeed(0);
        model = CausalLanguageModel.create(config);
        ((CausalLm) model.getBlock()).recompute(size.recomputation());
        policy = new ModelPolicy(model);
        trainer =
                new LuffyTrainer(
                        model,
                        new DefaultTrainingConfig(MixedPolicyGrpoLoss.builder().build())
                                .optDevices(new Device[] {model.getNDManager().getDevice()})
                                .optOptimizer(AdamW.builder().build()),
                        1);
        trainer.initialize(new Shape(1, 1));
        train(generate(SMALL), SMALL);
    }

    /** The model's arrays. */
    NDManager manager() {
        return model.getNDManager();
    }

    /** Generates a response to each request, with new prompts and seeds each time. */
    List<Trajectory> generate() {
        return generate(sizes);
    }

    private List<Trajectory> generate(Sizes sizes) {
        round++;
        SplittableRandom random = new SplittableRandom(round);
        List<RolloutRequest> requests = new ArrayList<>();
        for (int group = 0; group < sizes.groups(); group++) {
            Tokens prompt = tokens(random, sizes.promptTokens());
            Tokens shared = tokens(random, sizes.prefixTokens());
            Prefix prefix =
                    shared.isEmpty() ? Prefix.NONE : new Prefix(shared, 1, 0, PrefixUse.CONTEXT);
            for (int row = 0; row < sizes.groupSize(); row++) {
                long seed = TokenRandom.seed(round, group, row);
                requests.add(new RolloutRequest(prompt, prefix, seed));
            }
        }
        int longest = sizes.prefixTokens() + sizes.newTokens();
        return policy.rollout(requests, new SamplingParams(1, longest));
    }

    private Tokens tokens(SplittableRandom random, int count) {
        return Tokens.of(random.ints(count, 1, config.vocabSize()).toArray()); // 0 ends a response
    }

    /** What {@link #generate} has done. */
    Done generated(List<Trajectory> responses) {
        long tokens = newTokens(responses, sizes);
        long contexts = (long) sizes.groups() * sizes.contextTokens();
        return new Done(tokens, Products.generating(config, contexts + tokens, tokens));
    }

    private static long newTokens(List<Trajectory> responses, Sizes sizes) {
        return responses.stream().mapToLong(t -> t.length() - sizes.contextTokens()).sum();
    }

    /** Takes a training step on responses, with advantages 1 and -1 in turn. */
    Done train(List<Trajectory> responses) {
        return train(responses, sizes);
    }

    private Done train(List<Trajectory> responses, Sizes sizes) {
        List<TokenRow> rows = new ArrayList<>();
        for (int i = 0; i < responses.size(); i++) {
            rows.add(row(responses.get(i), i % 2 == 0 ? 1 : -1));
        }
        long trained = newTokens(responses, sizes);
        try (NDManager manager = trainer.getManager().newSubManager();
                GradientCollector collector = trainer.newGradientCollector()) {
            BatchArrays arrays = BatchArrays.of(manager, rows, trained, rows.size(), 1);
            NDList predictions = trainer.forward(arrays.data(), arrays.labels());
            NDArray loss = trainer.getLoss().evaluate(arrays.labels(), predictions);
            collector.backward(loss);
        }
        trainer.step();
        computed = ((CausalLm) model.getBlock()).takeComputed();
        long inRows = rows.stream().mapToLong(TokenRow::length).sum();
        return new Done(inRows, Products.training(config, computed.computed(), trained));
    }

    /** What the latest training step has put through the layers. */
    ComputedTokens computed() {
        return computed;
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
