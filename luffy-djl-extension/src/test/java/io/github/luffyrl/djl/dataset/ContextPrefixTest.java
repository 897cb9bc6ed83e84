package io.github.luffyrl.djl.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.tracker.Tracker;
import io.github.luffyrl.core.advantage.AdvantageEstimator;
import io.github.luffyrl.core.advantage.AdvantageScale;
import io.github.luffyrl.core.advantage.GroupMeanAdvantage;
import io.github.luffyrl.core.advantage.JointGroupAdvantage;
import io.github.luffyrl.core.advantage.LeaveOneOutAdvantage;
import io.github.luffyrl.core.advantage.ReinforceAdvantage;
import io.github.luffyrl.core.advantage.SplitGroupAdvantage;
import io.github.luffyrl.core.objective.ClipRange;
import io.github.luffyrl.core.objective.EntropyCoefficient;
import io.github.luffyrl.core.objective.KlTerm;
import io.github.luffyrl.core.objective.LossNormalizer;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.MultitaskObjective;
import io.github.luffyrl.core.objective.PolicyObjective;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.core.prefix.DividedGroup;
import io.github.luffyrl.core.prefix.FixedCuts;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.prefix.PrefixUse;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.generation.ScoredResponse;
import io.github.luffyrl.djl.internal.TokenRandom;
import io.github.luffyrl.djl.loss.PolicyLoss;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Prefixes that rollouts are only conditioned on. */
class ContextPrefixTest {

    /**
     * The letter n, of which the demonstrations consist and which the policy below never writes.
     */
    private static final int GIVEN = 15;

    private static final PrefixSchedule HALF_PREFIXED =
            new DividedGroup(4, new FixedCuts(2, 0.3, 0.9), PrefixSchedule.none());

    private static final List<Problem> PROBLEMS =
            List.of(
                    Problem.of("p", "ab", "c", Demonstration.of("nnnnnnn")),
                    Problem.of("q", "de", "f", Demonstration.of("nnnnnnn")));

    private static ProblemEncoder encoder;

    @BeforeAll
    static void load() throws IOException {
        encoder = TinyLanguage.encoder(TinyLanguage.tokenizer(), 12);
    }

    @AfterAll
    static void close() {
        encoder.close();
    }

    private static Stream<Arguments> advantagesAndObjectives() {
        MixedPolicyObjective luffy = MixedPolicyObjective.builder().build();
        MixedPolicyObjective clipped =
                MixedPolicyObjective.builder()
                        .clip(ClipRange.symmetric(0.2))
                        .normalizer(LossNormalizer.tokenMean())
                        .build();
        List<PolicyObjective> objectives =
                List.of(luffy, clipped, new MultitaskObjective(luffy, 1));
        List<AdvantageEstimator> advantages =
                List.of(
                        JointGroupAdvantage.centered(),
                        JointGroupAdvantage.standardized(),
                        new SplitGroupAdvantage(AdvantageScale.none()),
                        GroupMeanAdvantage.drGrpo(),
                        new LeaveOneOutAdvantage(),
                        new ReinforceAdvantage());
        return objectives.stream().flatMap(o -> advantages.stream().map(a -> Arguments.of(a, o)));
    }

    @ParameterizedTest
    @MethodSource("advantagesAndObjectives")
    void noContextTokenReceivesAGradientAndEverySampledOneDoes(
            AdvantageEstimator advantages, PolicyObjective objective) {
        PolicyLoss loss =
                new PolicyLoss(
                        "loss",
                        new PolicyUpdate(
                                objective, EntropyCoefficient.constant(0.01), KlTerm.none(), 0));
        int context = 0;
        int sampledBehindContext = 0;
        try (Model model = TinyLanguage.model(1);
                NDManager manager = model.getNDManager().newSubManager()) {
            RolloutDataset dataset =
                    dataset(ContextPrefixTest::writeLetters, HALF_PREFIXED)
                            .optAdvantage(advantages)
                            .optLoss(loss)
                            .build();
            for (Batch batch : dataset.getData(manager)) {
                for (Batch part : batch.split(new Device[] {manager.getDevice()}, true)) {
                    NDList labels = part.getLabels();
                    long[] targets = labels.get(BatchLayout.TARGETS).toLongArray();
                    int rows = (int) labels.get(BatchLayout.TARGETS).getShape().get(0);
                    int columns = targets.length / rows;
                    float[] gradient = logitGradient(model, part, loss);
                    for (int row = 0; row < rows; row++) {
                        boolean behind = false;
                        for (int column = 0; column < columns; column++) {
                            int at = row * columns + column;
                            float[] ofToken =
                                    Arrays.copyOfRange(
                                            gradient,
                                            at * TinyLanguage.VOCABULARY,
                                            (at + 1) * TinyLanguage.VOCABULARY);
                            if (targets[at] == GIVEN) {
                                assertArrayEquals(new float[TinyLanguage.VOCABULARY], ofToken);
                                context++;
                                behind = true;
                            } else if (behind && targets[at] != 0) {
                                assertTrue(!Arrays.equals(new float[ofToken.length], ofToken));
                                sampledBehindContext++;
                            }
                        }
                    }
                }
                batch.close();
            }
        }
        assertTrue(context > 20 && sampledBehindContext > 20, context + " " + sampledBehindContext);
    }

    /** Gradient of the loss by the logits of a real model, {@code [B, T, V]}. */
    private static float[] logitGradient(Model model, Batch part, PolicyLoss loss) {
        NDManager manager = part.getManager();
        NDArray predicted =
                model.getBlock()
                        .forward(new ParameterStore(manager, false), part.getData(), false)
                        .head();
        NDArray logits = manager.create(predicted.toFloatArray(), predicted.getShape());
        logits.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDList predictions = new NDList(BatchLayout.named(BatchLayout.LOGITS, logits));
            collector.backward(loss.evaluate(part.getLabels(), predictions));
        }
        return logits.getGradient().toFloatArray();
    }

    @Test
    void theWeightsReceiveTheGradientOfAPromptThatEndsInTheContext() {
        Tokens prompt = Tokens.of(2, 3);
        Tokens context = Tokens.of(GIVEN, GIVEN, 7);
        Tokens sampled = Tokens.of(4, 5, TinyLanguage.END);
        float[] logProbs = {-1, -2, -3};
        Trajectory behindContext =
                new Trajectory(
                        prompt,
                        context.concat(sampled),
                        context.length(),
                        PrefixUse.CONTEXT,
                        new float[] {0, 0, 0, -1, -2, -3},
                        new float[6],
                        true);
        Trajectory behindPrompt =
                new Trajectory(prompt.concat(context), sampled, 0, logProbs, true);

        Map<String, float[]> expected = weightGradients(behindPrompt);
        Map<String, float[]> actual = weightGradients(behindContext);

        assertTrue(
                expected.values().stream().anyMatch(g -> !Arrays.equals(new float[g.length], g)));
        expected.forEach((name, gradient) -> assertArrayEquals(gradient, actual.get(name), name));
    }

    private static Map<String, float[]> weightGradients(Trajectory trajectory) {
        float[] advantages = new float[trajectory.responseLength()];
        Arrays.fill(advantages, 0.75f);
        List<TokenRow> rows = List.of(TokenRow.of(trajectory, advantages));
        PolicyLoss loss =
                new PolicyLoss(
                        "loss",
                        new PolicyUpdate(
                                MixedPolicyObjective.builder().build(),
                                EntropyCoefficient.constant(0),
                                KlTerm.none(),
                                0));
        try (Model model = TinyLanguage.model(1);
                Trainer trainer = model.newTrainer(new DefaultTrainingConfig(loss))) {
            trainer.initialize(new Shape(1, 1));
            NDManager manager = trainer.getManager();
            BatchArrays arrays = BatchArrays.of(manager, rows, TokenRow.counts(rows), 1);
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDList predictions = trainer.forward(arrays.data(), arrays.labels());
                collector.backward(loss.evaluate(arrays.labels(), predictions));
            }
            return TinyLanguage.gradients(model);
        }
    }

    @Test
    void withAnEmptyPrefixItIsOnPolicyTrainingNumberForNumber() throws Exception {
        Map<String, float[]> onPolicy = trained(PrefixSchedule.none());
        Map<String, float[]> emptyPrefix = trained(new FixedCuts(3, 0, 0));

        onPolicy.forEach(
                (name, weights) -> assertArrayEquals(weights, emptyPrefix.get(name), name));
        assertTrue(
                onPolicy.entrySet().stream()
                        .anyMatch(e -> !Arrays.equals(e.getValue(), untrained().get(e.getKey()))));
    }

    private static Map<String, float[]> untrained() {
        try (Model model = TinyLanguage.model(1)) {
            return TinyLanguage.weights(model);
        }
    }

    private static Map<String, float[]> trained(PrefixSchedule schedule) throws Exception {
        try (Model model = TinyLanguage.model(1)) {
            DefaultTrainingConfig config =
                    new DefaultTrainingConfig(
                                    new PolicyLoss(
                                            "loss",
                                            new PolicyUpdate(
                                                    MixedPolicyObjective.builder().build(),
                                                    EntropyCoefficient.constant(0),
                                                    KlTerm.none(),
                                                    0)))
                            .optOptimizer(
                                    AdamW.builder().optLearningRate(Tracker.fixed(0.01f)).build());
            try (Trainer trainer = new LuffyTrainer(model, config)) {
                trainer.initialize(new Shape(1, 1));
                EasyTrain.fit(
                        trainer, 1, dataset(new ModelPolicy(model, 1), schedule).build(), null);
            }
            return TinyLanguage.weights(model);
        }
    }

    @Test
    void theSameSeedsGiveTheSameRolloutsWhetherOrNotAPrefixIsReadOnceForAll() {
        List<RolloutRequest> requests = new ArrayList<>();
        for (int seed = 0; seed < 24; seed++) {
            Tokens prefix = Tokens.of(GIVEN, 4, 5, GIVEN, 9);
            requests.add(
                    new RolloutRequest(
                            Tokens.of(2, 3),
                            new Prefix(
                                    prefix.first(seed < 8 ? 0 : seed < 16 ? 2 : 5),
                                    0.5,
                                    0,
                                    PrefixUse.CONTEXT),
                            seed));
        }
        SamplingParams sampling = new SamplingParams(1, 12);
        try (Model model = TinyLanguage.model(1)) {
            Policy policy = new ModelPolicy(model, 1);
            List<Trajectory> shared = policy.rollout(requests, sampling);
            for (int i = 0; i < requests.size(); i++) {
                Trajectory alone = policy.rollout(requests.subList(i, i + 1), sampling).get(0);
                assertEquals(alone.response(), shared.get(i).response());
                assertEquals(alone.contextLength(), shared.get(i).contextLength());
                assertArrayEquals(alone.logProbs(), shared.get(i).logProbs(), 1e-5f);
            }
            assertTrue(shared.stream().map(t -> t.response().length()).distinct().count() > 2);
        }
    }

    @Test
    void aGroupOfAllThreeKindsTrainsEachRowAsItsKindAsks() {
        PrefixSchedule schedule =
                new DividedGroup(
                        1,
                        PrefixSchedule.wholeDemonstration(),
                        new DividedGroup(3, new FixedCuts(1, 0.5, 0.5), PrefixSchedule.none()));
        List<String> kinds = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            RolloutDataset dataset =
                    dataset(ContextPrefixTest::writeLetters, schedule)
                            .optGroups(1, 8)
                            .optSteps(1)
                            .build();
            RolloutBatch batch = (RolloutBatch) dataset.getData(manager).iterator().next();
            for (ScoredResponse response : batch.groups().get(0).responses()) {
                Trajectory trajectory = response.trajectory();
                float[] advantages = new float[trajectory.responseLength()];
                kinds.add(kinds(TokenRow.of(trajectory, advantages)));
            }
            batch.close();
        }

        // Of 8 tokens with the end, half are cut off: p(rompt), d(emonstration), - context,
        // s(ampled)
        assertEquals("ppdddddddd", kinds.get(0));
        kinds.subList(1, 4).forEach(kind -> assertTrue(kind.matches("pp----s+"), kind));
        kinds.subList(4, 8).forEach(kind -> assertTrue(kind.matches("pps+"), kind));
    }

    private static String kinds(TokenRow row) {
        StringBuilder kinds = new StringBuilder();
        for (int i = 0; i < row.length(); i++) {
            kinds.append(!row.trained()[i] ? (i < 2 ? 'p' : '-') : row.offPolicy()[i] ? 'd' : 's');
        }
        return kinds.toString();
    }

    private static RolloutDataset.Builder dataset(Policy policy, PrefixSchedule schedule) {
        return RolloutDataset.builder()
                .setPolicy(policy)
                .setEncoder(encoder)
                .setProblems(PROBLEMS)
                .setReward((problem, completion) -> Reward.of(completion.text().length() % 2 == 0))
                .optPrefix(schedule)
                .optGroups(2, 8)
                .optSteps(3)
                .optMicroBatchTokens(100);
    }

    /** Goes on with one to four letters other than n, and an end. */
    private static List<Trajectory> writeLetters(
            List<RolloutRequest> requests, SamplingParams sampling) {
        return requests.stream().map(ContextPrefixTest::writeLetters).toList();
    }

    private static Trajectory writeLetters(RolloutRequest request) {
        int[] prefix = request.prefix().tokens().toArray();
        TokenRandom random = new TokenRandom(request.seed());
        boolean whole = prefix.length > 0 && prefix[prefix.length - 1] == TinyLanguage.END;
        int[] written = new int[whole ? 0 : 2 + (int) (random.nextUniform() * 4)];
        Arrays.setAll(written, i -> 2 + (int) (random.nextUniform() * 13));
        if (!whole) {
            written[written.length - 1] = TinyLanguage.END;
        }
        Tokens response = request.prefix().tokens().concat(Tokens.of(written));
        float[] logProbs = new float[response.length()];
        Arrays.fill(logProbs, prefix.length, logProbs.length, (float) -Math.log(13));
        return new Trajectory(
                request.prompt(),
                response,
                prefix.length,
                request.prefix().use(),
                logProbs,
                logProbs,
                true);
    }
}
