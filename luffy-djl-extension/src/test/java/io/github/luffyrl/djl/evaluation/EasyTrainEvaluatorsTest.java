package io.github.luffyrl.djl.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.metric.Metrics;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.TrainingConfig;
import ai.djl.training.TrainingResult;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.util.PairList;
import io.github.luffyrl.core.objective.ClipRange;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.loss.PolicyLoss;
import io.github.luffyrl.djl.text.TextTokenizer;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One group, all of it written down here. After the letter a all 16 tokens are equally likely;
 * after any other token, b has probability 1/2 and the other 15 have 1/30 each. The prompt is "ab".
 *
 * <pre>
 * response   reward advantage  probability of its tokens   old probability
 * ccc, end   1      +1/2       1/30 1/30 1/30 1/30         a demonstration
 * ab         0      -1/2       1/30 1/16                   the same
 * bbb        1      +1/2       1/2 1/2 1/2                 1/4 1/4 1/4
 * aaaaa      0      -1/2       1/30 1/16 1/16 1/16 1/16    the same
 * </pre>
 */
class EasyTrainEvaluatorsTest {

    private static final int A = 2;
    private static final int B = 3;
    private static final double AFTER_A = Math.log(16);
    private static final double AFTER_OTHERS = (Math.log(2) + Math.log(30)) / 2;

    private static final Map<String, Double> EXPECTED =
            Map.of(
                    "Reward", 2 / 4.0,
                    "OnPolicySolveRate", 1 / 3.0,
                    "OffPolicySolveRate", 1.0,
                    "OffPolicyShare", 4 / 14.0,
                    "ResponseLength", (2 + 3 + 5) / 3.0,
                    // ab: one token after b, one after a; bbb: three after b; aaaaa: one, four
                    "Entropy", (5 * AFTER_OTHERS + 5 * AFTER_A) / 10,
                    // bbb: the ratio is 2, above 1.2, and the advantage positive
                    "ClipFraction", 3 / 10.0,
                    "Kl", 3 * (Math.log(1 / 4.0) - Math.log(1 / 2.0)) / 10,
                    // the demonstration's weight is (1/30) / (1/30 + 1/10) = 1/4
                    "loss", (-4 * 0.5 * 0.25 + 2 * 0.5 - 3 * 0.5 * 1.2 + 5 * 0.5) / 14);

    @ParameterizedTest
    @ValueSource(ints = {1, 12, 1000}) // a row each; the two short ones together; all together
    void stockTrainersReportWholeMiniBatches(int microBatchTokens) throws Exception {
        TrainingResult result = train(Model::newTrainer, microBatchTokens);
        EXPECTED.forEach(
                (name, expected) ->
                        assertEquals(expected, result.getTrainEvaluation(name), 1e-6, name));
    }

    @Test
    void aLuffyTrainerReportsTheSame() throws Exception {
        TrainingResult result = train(LuffyTrainer::new, 1);
        EXPECTED.forEach(
                (name, expected) ->
                        assertEquals(expected, result.getTrainEvaluation(name), 1e-6, name));
    }

    @Test
    void validationReportsTheRolloutsAndNoPartOfAMiniBatchForTheWhole() throws Exception {
        TrainingResult cut = train(Model::newTrainer, 1);
        assertEquals(0.5f, cut.getValidateEvaluation("Reward"), 0f);
        assertEquals(1 / 3.0, cut.getValidateEvaluation("OnPolicySolveRate"), 1e-6);
        assertTrue(Float.isNaN(cut.getValidateEvaluation("Entropy")));
        assertTrue(Float.isNaN(cut.getValidateLoss()));

        TrainingResult whole = train(Model::newTrainer, 1000);
        assertEquals(EXPECTED.get("Entropy"), whole.getValidateEvaluation("Entropy"), 1e-6);
        assertEquals(EXPECTED.get("loss"), whole.getValidateLoss(), 1e-6);
    }

    private static TrainingResult train(
            BiFunction<Model, TrainingConfig, Trainer> newTrainer, int microBatchTokens)
            throws Exception {
        PolicyLoss loss =
                MixedPolicyGrpoLoss.builder()
                        .optName("loss")
                        .optObjective(
                                MixedPolicyObjective.builder()
                                        .clip(ClipRange.symmetric(0.2))
                                        .build())
                        .build();
        TrainingConfig config =
                new DefaultTrainingConfig(loss)
                        .optOptimizer(
                                Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0)).build())
                        .addEvaluator(new VerifiableRewardEvaluator())
                        .addEvaluator(VerifiableRewardEvaluator.onPolicySolveRate())
                        .addEvaluator(VerifiableRewardEvaluator.offPolicySolveRate())
                        .addEvaluator(VerifiableRewardEvaluator.offPolicyShare())
                        .addEvaluator(VerifiableRewardEvaluator.responseLength())
                        .addEvaluator(PolicyLossEvaluator.entropy(loss))
                        .addEvaluator(PolicyLossEvaluator.clipFraction(loss))
                        .addEvaluator(PolicyLossEvaluator.kl(loss))
                        .addTrainingListeners(TrainingListener.Defaults.logging());
        try (TextTokenizer tokenizer = TinyLanguage.tokenizer();
                Model model = Model.newInstance("bigrams")) {
            model.setBlock(new Bigrams());
            try (Trainer trainer = newTrainer.apply(model, config)) {
                trainer.setMetrics(new Metrics());
                trainer.initialize(new Shape(1, 1));
                EasyTrain.fit(
                        trainer,
                        1,
                        rollouts(tokenizer, microBatchTokens, 4),
                        rollouts(tokenizer, microBatchTokens, 1));
                return trainer.getTrainingResult();
            }
        }
    }

    private static RolloutDataset rollouts(
            TextTokenizer tokenizer, int microBatchTokens, int steps) {
        return RolloutDataset.builder()
                .setPolicy(EasyTrainEvaluatorsTest::write)
                .setEncoder(TinyLanguage.encoder(tokenizer, 8))
                .setProblems(List.of(Problem.of("p", "ab", "ccc", Demonstration.of("ccc"))))
                .setReward(EasyTrainEvaluatorsTest::score)
                .optGroups(1, 4)
                .optSteps(steps)
                .optMicroBatchTokens(microBatchTokens)
                .optUpdates( // a further step with the same rollouts adds no row to count
                        1,
                        2,
                        (trajectories, temperature) ->
                                trajectories.stream().map(Trajectory::logProbs).toList())
                .build();
    }

    private static Reward score(Problem problem, Completion completion) {
        return Reward.of(completion.text().equals("ccc") || completion.text().equals("bbb"));
    }

    private static List<Trajectory> write(List<RolloutRequest> requests, SamplingParams sampling) {
        List<Trajectory> own =
                new ArrayList<>(
                        List.of(
                                own(requests.get(0), new int[] {A, B}, 1 / 30.0, 1 / 16.0),
                                own(requests.get(0), new int[] {B, B, B}, 0.25, 0.25, 0.25),
                                own(
                                        requests.get(0),
                                        new int[] {A, A, A, A, A},
                                        1 / 30.0,
                                        1 / 16.0,
                                        1 / 16.0,
                                        1 / 16.0,
                                        1 / 16.0)));
        return requests.stream()
                .map(
                        request ->
                                request.prefix().length() > 0
                                        ? TinyLanguage.writeAnything(List.of(request), sampling)
                                                .get(0)
                                        : own.remove(0))
                .toList();
    }

    private static Trajectory own(RolloutRequest request, int[] response, double... old) {
        float[] logProbs = new float[old.length];
        for (int i = 0; i < old.length; i++) {
            logProbs[i] = (float) Math.log(old[i]);
        }
        return new Trajectory(request.prompt(), Tokens.of(response), 0, logProbs, false);
    }

    /** A language model whose prediction depends on the last token alone. */
    private static final class Bigrams extends AbstractBlock {

        private final Parameter table =
                addParameter(
                        Parameter.builder()
                                .setName("table")
                                .setType(Parameter.Type.WEIGHT)
                                .optShape(
                                        new Shape(TinyLanguage.VOCABULARY, TinyLanguage.VOCABULARY))
                                .optInitializer(Bigrams::logits)
                                .build());

        private static NDArray logits(NDManager manager, Shape shape, DataType type) {
            float[][] logits = new float[TinyLanguage.VOCABULARY][TinyLanguage.VOCABULARY];
            for (int last = 0; last < logits.length; last++) {
                logits[last][B] = last == A ? 0 : (float) Math.log(15); // 15 of 30
            }
            return manager.create(logits);
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store,
                NDList inputs,
                boolean training,
                PairList<String, Object> params) {
            NDArray ids = inputs.head();
            NDArray logits = store.getValue(table, ids.getDevice(), training);
            return new NDList(ids.oneHot(TinyLanguage.VOCABULARY).matMul(logits));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] shapes) {
            return new Shape[] {shapes[0].add(TinyLanguage.VOCABULARY)};
        }
    }
}
