package io.github.luffyrl.djl.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import io.github.luffyrl.core.objective.BehaviourPolicy;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.PolicyObjective.Evaluation;
import io.github.luffyrl.core.objective.TokenBatch;
import io.github.luffyrl.core.prefix.PartialDemonstration;
import io.github.luffyrl.core.prefix.PrefixRatio;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.prefix.PrefixedRows;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.loss.SftLoss;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The demonstrators' probabilities on their way from the problems to the loss.
 *
 * <p>A group has three rows: the demonstrations of two teachers, of which only the second is known
 * by its probabilities, and four tokens of the policy. A batch holds them by length; its first
 * column predicts the second token of the prompt.
 */
class BehaviourProbsTest {

    private static final Demonstration UNKNOWN = new Demonstration("efe", "first teacher");
    private static final Demonstration KNOWN =
            new Demonstration("cd", "second teacher", new float[] {0.5f, 0.25f, 0.75f});
    private static final PrefixSchedule BOTH = new PrefixSchedule.WholeDemonstration(2);

    private static TextTokenizer tokenizer;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @BeforeAll
    static void load() throws IOException {
        tokenizer = TinyLanguage.tokenizer();
    }

    @AfterAll
    static void closeTokenizer() {
        tokenizer.close();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void eachDemonstrationHasItsOwnProbabilitiesAndOneWhereTheyAreUnknown() {
        Batch batch = batch(BOTH, UNKNOWN, KNOWN);

        assertLabel(
                batch,
                BatchLayout.OFF_POLICY,
                new float[][] {{0, 1, 1, 1, 0}, {0, 1, 1, 1, 1}, {0, 0, 0, 0, 0}});
        assertLabel(
                batch,
                BatchLayout.BEHAVIOUR_PROBS,
                new float[][] {{0, 0.5f, 0.25f, 0.75f, 0}, {0, 1, 1, 1, 1}, {0, 0, 0, 0, 0}});
    }

    @Test
    void aPrefixHasTheProbabilitiesOfItsTokens() {
        // Two of the four tokens of the first demonstration, two of the three of the second.
        Batch batch =
                batch(
                        new PartialDemonstration(
                                PrefixedRows.first(2), new PrefixRatio.Uniform(0.7, 0.7)),
                        UNKNOWN,
                        KNOWN);

        assertLabel(
                batch,
                BatchLayout.BEHAVIOUR_PROBS,
                new float[][] {{0, 1, 1, 0, 0}, {0, 0.5f, 0.25f, 0, 0}, {0, 0, 0, 0, 0}});
    }

    @Test
    void everyMicroBatchHasTheLabelEvenWithoutAKnownDemonstration() {
        Batch[] rows =
                batches(
                        builder(
                                        Problem.of("p", "ab", "cd", UNKNOWN),
                                        Problem.of("q", "de", "cd", KNOWN))
                                .optGroups(2, 1)
                                .optMicroBatchTokens(1));

        assertLabel(rows[0], BatchLayout.BEHAVIOUR_PROBS, new float[][] {{0, 0.5f, 0.25f, 0.75f}});
        assertLabel(rows[1], BatchLayout.BEHAVIOUR_PROBS, new float[][] {{0, 1, 1, 1, 1}});
    }

    @Test
    void withoutAnyProbabilitiesThereIsNoLabelAndALossThatNeedsItSaysSo() {
        Batch batch = batch(BOTH, UNKNOWN, Demonstration.of("cd"));

        assertNull(BatchLayout.find(batch.getLabels(), BatchLayout.BEHAVIOUR_PROBS));
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> given().evaluate(batch.getLabels(), predictions(leaf())));
        assertTrue(e.getMessage().contains("or use BehaviourPolicy.CERTAIN"), e.getMessage());
    }

    @Test
    void theLossOfBothTeachersIsTheCoresObjective() {
        Batch batch = batch(BOTH, UNKNOWN, KNOWN);
        NDArray leaf = leaf();
        Evaluation expected =
                MixedPolicyObjective.builder()
                        .behaviour(BehaviourPolicy.GIVEN)
                        .build()
                        .evaluate(byHand());

        double loss;
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray value = given().evaluate(batch.getLabels(), predictions(leaf));
            collector.backward(value);
            loss = value.getFloat();
        }

        // Weights p / q: 1/4 of 1/2, 1/4 and 3/4 are 1/2 + 1 + 1/3 for the right row (advantage
        // 2/3), four times 1/4 of 1 for the wrong one (-1/3); four ratios of 1 for the policy
        // (-1/3); 11 tokens: -(11/9 - 1/3 - 4/3) / 11. The 1e-6 beside q changes less than 1e-6.
        assertEquals(4 / 99.0, expected.loss(), 1e-6);
        assertEquals(expected.loss(), loss, 1e-6);
        float[] gradient = leaf.getGradient().toFloatArray();
        for (int i = 0; i < gradient.length; i++) {
            assertEquals(expected.gradient()[i / 5][i % 5], gradient[i], 1e-6);
        }
    }

    private Batch batch(PrefixSchedule prefixes, Demonstration... demonstrations) {
        return batches(
                builder(Problem.of("p", "ab", "cd", demonstrations))
                        .optPrefix(prefixes)
                        .optGroups(1, 3))[0];
    }

    private static RolloutDataset.Builder builder(Problem... problems) {
        return RolloutDataset.builder()
                .setPolicy(TinyLanguage::writeAnything)
                .setEncoder(TinyLanguage.encoder(tokenizer, 6))
                .setProblems(List.of(problems))
                .setReward(TinyLanguage::exactly)
                .optLoss(new SftLoss());
    }

    private Batch[] batches(RolloutDataset.Builder builder) {
        return builder.build()
                .getData(manager)
                .iterator()
                .next()
                .split(new Device[] {Device.cpu()}, false);
    }

    private static Loss given() {
        return MixedPolicyGrpoLoss.builder()
                .optObjective(
                        MixedPolicyObjective.builder().behaviour(BehaviourPolicy.GIVEN).build())
                .build();
    }

    /** The policy gives demonstrations 1/4 a token and writes each token with 1/16, as it did. */
    private static TokenBatch byHand() {
        double p = Math.log(0.25);
        double o = Math.log(1 / 16.0);
        return new TokenBatch(
                        new double[][] {{0, p, p, p, 0}, {0, p, p, p, p}, {0, o, o, o, o}},
                        new double[][] {{0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, {0, o, o, o, o}},
                        new double[][] {rowOf(2 / 3.0), rowOf(-1 / 3.0), rowOf(-1 / 3.0)},
                        new boolean[][] {
                            {false, true, true, true, false},
                            {false, true, true, true, true},
                            {false, true, true, true, true}
                        },
                        new boolean[][] {
                            {false, true, true, true, false},
                            {false, true, true, true, true},
                            {false, false, false, false, false}
                        })
                .with(
                        TokenBatch.Extra.BEHAVIOUR_PROBS,
                        new double[][] {{0, 0.5, 0.25, 0.75, 0}, {0, 1, 1, 1, 1}, {0, 0, 0, 0, 0}});
    }

    private static double[] rowOf(double advantage) {
        return new double[] {0, advantage, advantage, advantage, advantage};
    }

    private NDArray leaf() {
        float[] flat = new float[15];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) byHand().logProbs()[i / 5][i % 5];
        }
        NDArray leaf = manager.create(flat, new Shape(3, 5)).duplicate();
        leaf.setRequiresGradient(true);
        return leaf;
    }

    private NDList predictions(NDArray logProbs) {
        return new NDList(
                BatchLayout.named(BatchLayout.LOG_PROBS, logProbs),
                BatchLayout.named(BatchLayout.ENTROPY, manager.zeros(logProbs.getShape())));
    }

    private static void assertLabel(Batch batch, String name, float[][] expected) {
        NDArray label = BatchLayout.require(batch.getLabels(), name);
        for (int row = 0; row < expected.length; row++) {
            assertArrayEquals(expected[row], label.get(row).toFloatArray(), name + " " + row);
        }
        assertEquals(expected.length, label.getShape().get(0));
    }
}
