package io.github.luffyrl.djl.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import io.github.luffyrl.core.advantage.AdvantageAdjustment;
import io.github.luffyrl.core.objective.EntropyCoefficient;
import io.github.luffyrl.core.objective.LossNormalizer;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A group of two rows: the first is right and has two tokens, the second is wrong and ran into the
 * limit of four. Their advantages are 0.5 and -0.5, and all ratios are 1.
 */
class TruncatedRowsTest {

    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private TextTokenizer tokenizer;

    @BeforeEach
    void load() throws IOException {
        tokenizer = TinyLanguage.tokenizer();
    }

    @AfterEach
    void close() {
        tokenizer.close();
        manager.close();
    }

    private static Trajectory row(RolloutRequest request, boolean finished) {
        int[] response = finished ? new int[] {3, TinyLanguage.END} : new int[] {4, 5, 6, 7};
        return new Trajectory(
                request.prompt(), Tokens.of(response), 0, new float[response.length], finished);
    }

    private static List<Trajectory> secondIsTruncated(
            List<RolloutRequest> requests, SamplingParams sampling) {
        List<Trajectory> rows = new ArrayList<>();
        for (RolloutRequest request : requests) {
            rows.add(row(request, rows.isEmpty()));
        }
        return rows;
    }

    private static List<Trajectory> allAreTruncated(
            List<RolloutRequest> requests, SamplingParams sampling) {
        return requests.stream().map(request -> row(request, false)).toList();
    }

    private RolloutDataset.Builder builder() {
        boolean[] first = {false};
        return RolloutDataset.builder()
                .setPolicy(TruncatedRowsTest::secondIsTruncated)
                .setEncoder(TinyLanguage.encoder(tokenizer, 4))
                .setProblems(List.of(Problem.of("p", "ab", "c")))
                .setReward(
                        (problem, completion) -> {
                            first[0] = !first[0];
                            return Reward.of(first[0]);
                        })
                .optPrefix(PrefixSchedule.none())
                .optGroups(1, 2)
                .optSteps(1);
    }

    private static MixedPolicyGrpoLoss loss(LossNormalizer normalizer, double entropy) {
        return MixedPolicyGrpoLoss.builder()
                .optObjective(MixedPolicyObjective.builder().normalizer(normalizer).build())
                .optEntropy(EntropyCoefficient.constant(entropy))
                .build();
    }

    /** The loss of the only mini-batch for a policy that has not changed since it sampled. */
    private float loss(RolloutDataset.Builder builder, MixedPolicyGrpoLoss loss) {
        Batch batch = builder.build().getData(manager).iterator().next();
        NDList labels = batch.split(new Device[] {Device.cpu()}, false)[0].getLabels();
        NDArray logProbs = BatchLayout.require(labels, BatchLayout.OLD_LOG_PROBS).duplicate();
        NDArray entropy = logProbs.onesLike();
        logProbs.setName(BatchLayout.LOG_PROBS);
        entropy.setName(BatchLayout.ENTROPY);
        return loss.evaluate(labels, new NDList(logProbs, entropy)).getFloat();
    }

    private void assertLosses(
            RolloutDataset.Builder builder, double perToken, double perRow, double fixedLength) {
        assertEquals(perToken, loss(builder, loss(LossNormalizer.tokenMean(), 0)), 1e-6);
        assertEquals(perRow, loss(builder, loss(LossNormalizer.rowMean(), 0)), 1e-6);
        assertEquals(
                fixedLength, loss(builder, loss(LossNormalizer.fixedLengthPerRow(4), 0)), 1e-6);
    }

    @Test
    void withoutAMaskBothRowsAreTrained() {
        // -(2 * 0.5 - 4 * 0.5) over 6 tokens; -(0.5 - 0.5) over 2 rows; over 2 rows of 4
        assertLosses(builder(), 1.0 / 6, 0, 1.0 / 8);
    }

    @Test
    void aMaskedRowIsNotCounted() {
        // -(2 * 0.5) over 2 tokens; -0.5 over 1 row; -(2 * 0.5) over 1 row of 4
        assertLosses(builder().optMaskTruncated(true), -0.5, -0.5, -0.25);
    }

    @Test
    void aRowOfZeroAdvantageIsCounted() {
        // -(2 * 0.5) over 6 tokens; -0.5 over 2 rows; -(2 * 0.5) over 2 rows of 4
        assertLosses(
                builder().optAdjustment(new AdvantageAdjustment.DropTruncated()),
                -1.0 / 6,
                -0.25,
                -1.0 / 8);
    }

    @Test
    void aMaskedRowIsNoRowThatWasLeftOut() {
        MixedPolicyGrpoLoss withEntropy = loss(LossNormalizer.tokenMean(), 0.25);
        // the loss above, less 0.25 times an entropy of 1 of each of the two tokens
        assertEquals(
                -0.75,
                loss(builder().optMaskTruncated(true).optLoss(withEntropy), withEntropy),
                1e-6);
    }

    @Test
    void aMiniBatchOfMaskedRowsAloneTrainsNothing() {
        MixedPolicyGrpoLoss withEntropy = loss(LossNormalizer.tokenMean(), 0.25);
        RolloutDataset.Builder masked =
                builder()
                        .setPolicy(TruncatedRowsTest::allAreTruncated)
                        .optMaskTruncated(true)
                        .optLoss(withEntropy);
        assertEquals(0, loss(masked, withEntropy));

        RolloutBatch batch = (RolloutBatch) masked.build().getData(manager).iterator().next();
        NDList labels = batch.split(new Device[] {Device.cpu()}, false)[0].getLabels();
        assertEquals(1, batch.getSize());
        assertEquals(2, batch.groups().get(0).responses().size());
        assertArrayEquals(
                new float[5], BatchLayout.require(labels, BatchLayout.ADVANTAGES).toFloatArray());
    }
}
