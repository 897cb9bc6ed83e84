package io.github.luffyrl.core.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.luffyrl.core.GoldenFamily;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossGoldenTest {

    @RegisterExtension static final GoldenFamily SFT = GoldenFamily.named("sft_loss");

    @RegisterExtension
    static final GoldenFamily AGGREGATION = GoldenFamily.named("loss_aggregation");

    @RegisterExtension static final GoldenFamily VALUE = GoldenFamily.named("value_loss");

    @RegisterExtension static final GoldenFamily SCORES = GoldenFamily.named("entropy_logprob");

    static List<GoldenFamily.Case> sft() {
        return SFT.cases();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("sft")
    void theSftLossAgreesWithTheReference(GoldenFamily.Case golden) {
        double[][] logProbs = golden.matrix("log_prob");
        boolean[][] mask = golden.mask("response_mask");

        PolicyObjective.Evaluation got =
                new SftObjective()
                        .evaluate(new TokenBatch(logProbs, logProbs, logProbs, mask, mask));

        golden.expect("sft_loss", got.loss());
        golden.expect("grad_log_prob", got.gradient());
    }

    static List<GoldenFamily.Case> aggregation() {
        return AGGREGATION.cases();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("aggregation")
    void theAggregationAgreesWithTheReference(GoldenFamily.Case golden) {
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

        golden.expect("loss", normalizer.aggregate(losses, golden.mask("loss_mask")));
    }

    static List<GoldenFamily.Case> value() {
        return VALUE.cases();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("value")
    void theLossesOfActorAndCriticAgreeWithTheReference(GoldenFamily.Case golden) {
        switch (golden.text("implementation")) {
            case "verl" -> {
                ValueObjective.Evaluation got =
                        value(golden, "cliprange_value", LossNormalizer.tokenMean());
                golden.expect("vf_loss", got.loss());
                golden.expect("grad_vpreds", got.gradient());
                golden.expect("vf_clipfrac", got.clipFraction());
            }
            case "orz" -> {
                ValueObjective.Evaluation got =
                        value(golden, "value_clip", LossNormalizer.rowMean());
                golden.expect("vf_loss", got.loss());
                golden.expect("grad_vpreds", got.gradient());
            }
            case "orz_policy" -> {
                double[][] logProbs = golden.matrix("log_prob");
                PolicyObjective.Evaluation got =
                        MixedPolicyObjective.builder()
                                .clip(ClipRange.symmetric(golden.setting("cliprange")))
                                .normalizer(LossNormalizer.rowMean())
                                .build()
                                .evaluate(
                                        new TokenBatch(
                                                logProbs,
                                                golden.matrix("old_log_prob"),
                                                golden.matrix("advantages"),
                                                mask(golden, logProbs),
                                                new boolean[logProbs.length][logProbs[0].length]));
                golden.expect("pg_loss", got.loss());
                golden.expect("grad_log_prob", got.gradient());
            }
            default -> throw new AssertionError(golden.text("implementation"));
        }
    }

    private static ValueObjective.Evaluation value(
            GoldenFamily.Case golden, String clip, LossNormalizer normalizer) {
        double[][] values = golden.matrix("vpreds");
        return new ValueObjective(
                        golden.option(clip).isNull()
                                ? Double.POSITIVE_INFINITY
                                : golden.setting(clip),
                        normalizer)
                .evaluate(
                        values,
                        golden.matrix("values"),
                        golden.matrix("returns"),
                        mask(golden, values));
    }

    private static boolean[][] mask(GoldenFamily.Case golden, double[][] like) {
        if (golden.has("response_mask")) {
            return golden.mask("response_mask");
        }
        boolean[][] mask = new boolean[like.length][like[0].length];
        Arrays.stream(mask).forEach(row -> Arrays.fill(row, true));
        return mask;
    }

    static List<GoldenFamily.Case> scores() {
        return SCORES.cases();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("scores")
    void logProbabilitiesAndEntropiesAgreeWithTheReference(GoldenFamily.Case golden) {
        double[][] labels = golden.matrix("labels");
        boolean[][] mask = golden.mask("response_mask");
        int rows = labels.length;
        int length = labels[0].length;
        double[][] logProbs = new double[rows][length];
        double[][] entropies = new double[rows][length];
        double[][][] ofLogProb = new double[rows][length][];
        double[][][] ofEntropy = new double[rows][length][];
        for (int b = 0; b < rows; b++) {
            double[][] logits = GoldenFamily.matrix(golden.input("logits").get(b));
            for (int t = 0; t < length; t++) {
                int label = (int) labels[b][t];
                TokenDistribution token =
                        new TokenDistribution(logits[t], golden.setting("temperature"));
                logProbs[b][t] = token.logProb(label);
                entropies[b][t] = token.entropy();
                ofLogProb[b][t] = token.logitGradient(label, 1, 0);
                ofEntropy[b][t] = token.logitGradient(label, 0, 1);
            }
        }
        assertEquals(rows, golden.input("logits").size());

        golden.expect("log_prob", logProbs);
        golden.expect("entropy", entropies);
        golden.expect("grad_logits_of_sum_log_prob", ofLogProb);
        golden.expect("grad_logits_of_sum_entropy", ofEntropy);
        golden.expect("masked_mean_entropy", LossNormalizer.tokenMean().aggregate(entropies, mask));
    }
}
