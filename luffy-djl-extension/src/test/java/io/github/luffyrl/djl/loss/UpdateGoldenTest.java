package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.loss.Loss;
import io.github.luffyrl.core.GoldenFamily;
import io.github.luffyrl.core.objective.Accumulation;
import io.github.luffyrl.core.objective.EntropyCoefficient;
import io.github.luffyrl.core.objective.KlTerm;
import io.github.luffyrl.core.objective.LossNormalizer;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.PolicyShaping;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.core.objective.ReferenceActor;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.NativeArrays;
import io.github.luffyrl.djl.batch.TokenScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** From logits to gradients of logits, as autograd carries them on. */
class UpdateGoldenTest {

    @RegisterExtension static final GoldenFamilies FAMILIES = new GoldenFamilies();

    static Stream<Arguments> updates() {
        return FAMILIES.cases("actor_update");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("updates")
    void theUpdateAgreesWithTheReference(GoldenFamily.Case golden, DataType type) {
        ReferenceActor actor = new ReferenceActor(golden);
        double[][][] logits = cubes(golden);
        int miniBatch = (int) golden.setting("ppo_mini_batch_size");
        int microBatch = (int) golden.setting("ppo_micro_batch_size");
        int divisor = miniBatch / microBatch;
        PolicyLoss loss =
                new PolicyLoss("loss", actor.update(), Accumulation.sumOfMicroBatches(divisor));
        List<double[][][]> gradients = new ArrayList<>();
        List<Double> alphaGradients = new ArrayList<>();
        Map<String, List<Double>> metrics = new LinkedHashMap<>();

        for (int epoch = 0; epoch < golden.setting("ppo_epochs"); epoch++) {
            for (int from = 0; from < logits.length; from += miniBatch) {
                int to = Math.min(logits.length, from + miniBatch);
                double[][][] gradient =
                        new double[logits.length][logits[0].length][logits[0][0].length];
                double alphaGradient = 0;
                for (int at = from; at < to; at += microBatch) {
                    int end = Math.min(to, at + microBatch);
                    try (GoldenBatch batch = batch(golden, type, at, end)) {
                        batch.backward(loss);
                        double[][][] part = batch.cubicGradient(BatchLayout.LOGITS);
                        System.arraycopy(part, 0, gradient, at, end - at);
                        PolicyUpdate.Evaluation got =
                                loss.evaluation(batch.labels(), batch.predictions());
                        alphaGradient += actor.alphaDerivative(got) / divisor;
                        actor.record(got, divisor, metrics);
                    }
                }
                gradients.add(gradient);
                alphaGradients.add(alphaGradient);
            }
        }

        golden.expect("metrics", metrics);
        golden.expect("grad_logits_per_optimizer_step", gradients);
        if (golden.flag("use_adaptive_temperature")
                && !golden.flag("use_adaptive_temperature_fixed")) {
            golden.expect("grad_log_alpha_per_optimizer_step", alphaGradients);
        }
    }

    private static GoldenBatch batch(GoldenFamily.Case golden, DataType type, int from, int to) {
        GoldenBatch batch =
                new GoldenBatch(type)
                        .label(BatchLayout.TEMPERATURE, temperature(golden))
                        .indices(BatchLayout.TARGETS, rows(golden, "responses", from, to))
                        .label(BatchLayout.MASK, rows(golden, "response_mask", from, to))
                        .label(BatchLayout.OFF_POLICY, rows(golden, "prefix_mask", from, to))
                        .label(BatchLayout.ADVANTAGES, rows(golden, "advantages", from, to))
                        .label(BatchLayout.OLD_LOG_PROBS, rows(golden, "old_log_prob", from, to))
                        .prediction(
                                BatchLayout.LOGITS, Arrays.copyOfRange(cubes(golden), from, to));
        if (golden.has("ref_log_prob")) {
            batch.label(BatchLayout.REFERENCE_LOG_PROBS, rows(golden, "ref_log_prob", from, to));
        }
        if (golden.has("target_probs")) {
            batch.label(BatchLayout.BEHAVIOUR_PROBS, rows(golden, "target_probs", from, to));
        }
        return batch;
    }

    static Stream<Arguments> scores() {
        return FAMILIES.cases("entropy_logprob");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("scores")
    void logProbabilitiesAndEntropiesAgreeWithTheReference(
            GoldenFamily.Case golden, DataType type) {
        double[][] labels = golden.matrix("labels");
        try (GoldenBatch batch = scored(golden, type)) {
            TokenScores scores = TokenScores.of(batch.labels(), batch.predictions());
            golden.expect("log_prob", rows(scores.logProbs(), labels[0].length));
            golden.expect("entropy", rows(scores.entropy(), labels[0].length));
            golden.expect("masked_mean_entropy", batch.backward(meanEntropy()));
        }
        golden.expect("grad_logits_of_sum_log_prob", gradient(golden, type, TokenScores::logProbs));
        golden.expect("grad_logits_of_sum_entropy", gradient(golden, type, TokenScores::entropy));
    }

    /** A loss that is the mean entropy: a bonus of -1 on an objective that is 0. */
    private static Loss meanEntropy() {
        PolicyUpdate update =
                new PolicyUpdate(
                        MixedPolicyObjective.builder().build(),
                        EntropyCoefficient.constant(-1),
                        KlTerm.none(),
                        0);
        return new PolicyLoss("loss", update, Accumulation.sumOfMicroBatches(1));
    }

    private static double[][][] gradient(
            GoldenFamily.Case golden, DataType type, Function<TokenScores, NDArray> score) {
        Loss sum =
                new Loss("sum") {
                    @Override
                    public NDArray evaluate(NDList labels, NDList predictions) {
                        return score.apply(TokenScores.of(labels, predictions, true)).sum();
                    }
                };
        try (GoldenBatch batch = scored(golden, type)) {
            batch.backward(sum);
            return batch.cubicGradient(BatchLayout.LOGITS);
        }
    }

    private static GoldenBatch scored(GoldenFamily.Case golden, DataType type) {
        return new GoldenBatch(type)
                .label(BatchLayout.TEMPERATURE, temperature(golden))
                .indices(BatchLayout.TARGETS, golden.matrix("labels"))
                .label(BatchLayout.MASK, golden.mask("response_mask"))
                .label(BatchLayout.OFF_POLICY, golden.mask("response_mask"))
                .label(BatchLayout.ADVANTAGES, zeros(golden.matrix("labels")))
                .label(BatchLayout.OLD_LOG_PROBS, zeros(golden.matrix("labels")))
                .prediction(BatchLayout.LOGITS, cubes(golden));
    }

    static Stream<Arguments> aggregation() {
        return FAMILIES.cases("loss_aggregation");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("aggregation")
    void theAggregationAgreesWithTheReference(GoldenFamily.Case golden, DataType type) {
        double[][] losses = golden.matrix("loss_mat");
        double length =
                golden.option("loss_scale_factor").isNull()
                        ? losses[0].length
                        : golden.setting("loss_scale_factor");
        LossNormalizer normalizer =
                switch (golden.text("loss_agg_mode")) {
                    case "token-mean" -> LossNormalizer.tokenMean();
                    case "seq-mean-token-sum" -> LossNormalizer.rowSum();
                    case "seq-mean-token-mean" -> LossNormalizer.nonEmptyRowMean();
                    case "seq-mean-token-sum-norm" -> LossNormalizer.fixedLength(length);
                    default -> throw new AssertionError(golden.text("loss_agg_mode"));
                };
        // the loss of a token of advantage -1 is its weight: the identity of the log-probability
        double[][] advantages = zeros(losses);
        Arrays.stream(advantages).forEach(row -> Arrays.fill(row, -1));
        MixedPolicyObjective identity =
                MixedPolicyObjective.builder()
                        .shaping(new PolicyShaping.Log(1))
                        .normalizer(normalizer)
                        .build();
        PolicyLoss loss =
                new PolicyLoss(
                        "loss", new PolicyUpdate(identity), Accumulation.sumOfMicroBatches(1));
        try (GoldenBatch batch = new GoldenBatch(type)) {
            batch.label(BatchLayout.MASK, golden.mask("loss_mask"))
                    .label(BatchLayout.OFF_POLICY, golden.mask("loss_mask"))
                    .label(BatchLayout.ADVANTAGES, advantages)
                    .label(BatchLayout.OLD_LOG_PROBS, zeros(losses))
                    .prediction(BatchLayout.LOG_PROBS, losses)
                    .constant(BatchLayout.ENTROPY, losses);
            golden.expect("loss", batch.backward(loss));
        }
    }

    private static double[][] zeros(double[][] like) {
        return new double[like.length][like[0].length];
    }

    private static double[][] temperature(GoldenFamily.Case golden) {
        return new double[][] {{golden.setting("temperature")}};
    }

    private static double[][] rows(GoldenFamily.Case golden, String key, int from, int to) {
        return Arrays.copyOfRange(golden.matrix(key), from, to);
    }

    private static double[][] rows(NDArray array, int columns) {
        double[] flat = NativeArrays.toDoubles(array);
        double[][] rows = new double[flat.length / columns][];
        Arrays.setAll(rows, b -> Arrays.copyOfRange(flat, b * columns, (b + 1) * columns));
        return rows;
    }

    private static double[][][] cubes(GoldenFamily.Case golden) {
        double[][][] cubes = new double[golden.input("logits").size()][][];
        Arrays.setAll(cubes, b -> GoldenFamily.matrix(golden.input("logits").get(b)));
        return cubes;
    }
}
