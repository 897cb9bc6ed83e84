package io.github.luffyrl.core.prime;

import io.github.luffyrl.core.GoldenFamily;
import io.github.luffyrl.core.advantage.TokenAdvantages;
import io.github.luffyrl.core.advantage.Whitening;
import io.github.luffyrl.core.rollout.ResponseMask;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PrimeGoldenTest {

    @RegisterExtension static final GoldenFamily FAMILY = GoldenFamily.named("prime");

    static List<GoldenFamily.Case> cases() {
        return FAMILY.cases();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("cases")
    void agreesWithTheReference(GoldenFamily.Case golden) {
        switch (golden.text("function")) {
            case "implicit_reward" -> implicitReward(golden);
            case "pairwise_accuracy" -> pairwiseAccuracy(golden);
            case "prm_ce_loss" -> loss(golden);
            case "prime_advantage" -> advantage(golden);
            default -> throw new AssertionError(golden.text("function"));
        }
    }

    private static void implicitReward(GoldenFamily.Case golden) {
        ImplicitReward reward =
                golden.text("granularity").equals("whole")
                        ? ImplicitReward.WHOLE_RESPONSE
                        : ImplicitReward.PER_TOKEN;

        double[][] scores =
                reward.scores(
                        golden.matrix("log_prob"), golden.matrix("ref_log_prob"), mask(golden));

        golden.expect("token_level_scores", scores);
        golden.expect("normalized_scores", ImplicitReward.normalize(scores));
    }

    private static void pairwiseAccuracy(GoldenFamily.Case golden) {
        double[] scores = rowSums(golden, "token_level_scores");

        golden.expect(
                "dpo_acc",
                PairwiseAccuracy.of(scores, correct(golden), (int) golden.setting("n_samples")));
    }

    private static void loss(GoldenFamily.Case golden) {
        ProcessRewardLoss.Evaluation got =
                new ProcessRewardLoss(golden.setting("beta_train"))
                        .evaluate(
                                golden.matrix("log_prob"),
                                golden.matrix("ref_log_prob"),
                                correct(golden),
                                mask(golden));

        golden.expect("prm_loss", got.loss());
        golden.expect("grad_log_prob", got.gradient());
    }

    private static void advantage(GoldenFamily.Case golden) {
        ResponseMask mask = mask(golden);
        double[][] none = new double[mask.rows()][];
        Arrays.setAll(none, b -> new double[mask.length(b)]);

        TokenAdvantages got =
                new PrimeAdvantage(
                                (int) golden.setting("n_samples"),
                                golden.setting("reward_model_gamma"),
                                golden.setting("verifier_gamma"))
                        .estimate(
                                golden.has("rm_scores") ? golden.matrix("rm_scores") : none,
                                golden.has("gt_scores")
                                        ? rowSums(golden, "gt_scores")
                                        : new double[mask.rows()],
                                mask);

        golden.expect("returns", got.returns());
        golden.expect("advantages", paddingWhitened(got, mask));
    }

    /** The reference whitens padding too, where the returns are 0. */
    private static double[][] paddingWhitened(TokenAdvantages got, ResponseMask mask) {
        double padding = Whitening.fit(got.returns(), mask).apply(0);
        double[][] whitened = got.advantages();
        for (int b = 0; b < whitened.length; b++) {
            for (int t = 0; t < whitened[b].length; t++) {
                whitened[b][t] = mask.at(b, t) ? whitened[b][t] : padding;
            }
        }
        return whitened;
    }

    private static double[] rowSums(GoldenFamily.Case golden, String scores) {
        return Arrays.stream(mask(golden).keep(scores, golden.matrix(scores)))
                .mapToDouble(row -> Arrays.stream(row).sum())
                .toArray();
    }

    private static boolean[] correct(GoldenFamily.Case golden) {
        double[] accuracy = golden.vector("acc");
        boolean[] correct = new boolean[accuracy.length];
        for (int b = 0; b < correct.length; b++) {
            correct[b] = accuracy[b] == 1;
        }
        return correct;
    }

    private static ResponseMask mask(GoldenFamily.Case golden) {
        return new ResponseMask(golden.mask("response_mask"));
    }
}
