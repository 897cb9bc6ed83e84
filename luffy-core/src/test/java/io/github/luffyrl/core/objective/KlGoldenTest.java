package io.github.luffyrl.core.objective;

import io.github.luffyrl.core.GoldenFamily;
import io.github.luffyrl.core.rollout.ResponseMask;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KlGoldenTest {

    @RegisterExtension static final GoldenFamily FAMILY = GoldenFamily.named("kl_penalty");

    static List<GoldenFamily.Case> cases() {
        return FAMILY.cases();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("cases")
    void agreesWithTheReference(GoldenFamily.Case golden) {
        switch (golden.text("implementation")) {
            case "luffy" -> estimator(golden, luffy(golden.text("kl_penalty")));
            case "verl" -> estimator(golden, verl(golden.text("kl_penalty")));
            case "orz" -> maskedEstimator(golden);
            case "reward_kl" -> rewardPenalty(golden);
            default -> throw new AssertionError(golden.text("implementation"));
        }
    }

    private static void estimator(GoldenFamily.Case golden, KlEstimator estimator) {
        double[][] d = difference(golden);

        golden.expect("kl", each(d, estimator::value));
        golden.expect("grad_log_prob_of_sum", each(d, estimator::derivative));
    }

    private static void maskedEstimator(GoldenFamily.Case golden) {
        KlEstimator estimator =
                golden.flag("k3")
                        ? KlEstimator.K3.unbounded() // never negative: the absolute value is itself
                        : golden.flag("abs") ? KlEstimator.absolute() : KlEstimator.k1();
        double[][] d =
                new ResponseMask(golden.mask("response_mask"))
                        .difference(
                                "log_prob",
                                golden.matrix("log_prob"),
                                "ref_log_prob",
                                golden.matrix("ref_log_prob"));

        golden.expect("kl", each(d, estimator::value));
    }

    private static void rewardPenalty(GoldenFamily.Case golden) {
        KlController controller = controller(golden);

        RewardKlPenalty.Penalised got =
                new RewardKlPenalty(luffy(golden.text("kl_penalty")))
                        .apply(
                                golden.matrix("token_level_scores"),
                                golden.matrix("old_log_prob"),
                                golden.matrix("ref_log_prob"),
                                new ResponseMask(golden.mask("response_mask")),
                                controller.coefficient());

        golden.expect("token_level_rewards", got.rewards());
        golden.expect("critic/kl", got.kl());
        golden.expect("critic/kl_coeff", controller.coefficient());
        golden.expect(
                "next_kl_coef",
                controller.next(got.kl(), (int) golden.setting("n_steps")).coefficient());
    }

    private static KlController controller(GoldenFamily.Case golden) {
        double coefficient = golden.setting("kl_coef");
        return switch (golden.text("controller")) {
            case "fixed" -> new KlController.Fixed(coefficient);
            case "adaptive" ->
                    new KlController.Adaptive(
                            coefficient, golden.setting("target_kl"), golden.setting("horizon"));
            default -> throw new AssertionError(golden.text("controller"));
        };
    }

    private static KlEstimator luffy(String name) {
        return switch (name) {
            case "kl" -> KlEstimator.k1();
            case "abs" -> KlEstimator.absolute();
            case "mse" -> KlEstimator.k2();
            case "low_var_kl" -> KlEstimator.k3();
            default -> throw new AssertionError(name);
        };
    }

    private static KlEstimator verl(String name) {
        return switch (name) {
            case "k1" -> KlEstimator.k1();
            case "abs" -> KlEstimator.absolute();
            case "k2" -> KlEstimator.k2();
            case "k3", "low_var_kl" -> new KlEstimator.K3(20, 10);
            default -> throw new AssertionError(name);
        };
    }

    private static double[][] difference(GoldenFamily.Case golden) {
        double[][] d = golden.matrix("log_prob");
        double[][] reference = golden.matrix("ref_log_prob");
        for (int b = 0; b < d.length; b++) {
            for (int t = 0; t < d[b].length; t++) {
                d[b][t] -= reference[b][t];
            }
        }
        return d;
    }

    private static double[][] each(double[][] values, DoubleUnaryOperator function) {
        return Arrays.stream(values)
                .map(row -> Arrays.stream(row).map(function).toArray())
                .toArray(double[][]::new);
    }
}
