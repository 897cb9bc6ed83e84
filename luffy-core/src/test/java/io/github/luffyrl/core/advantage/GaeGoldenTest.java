package io.github.luffyrl.core.advantage;

import io.github.luffyrl.core.GoldenFamily;
import io.github.luffyrl.core.rollout.ResponseMask;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GaeGoldenTest {

    @RegisterExtension static final GoldenFamily FAMILY = GoldenFamily.named("gae");

    static List<GoldenFamily.Case> cases() {
        return FAMILY.cases();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("cases")
    void agreesWithTheReference(GoldenFamily.Case golden) {
        switch (golden.text("implementation")) {
            case "verl" -> unmasked(golden);
            case "orz_unwhitened" -> masked(golden);
            case "orz_packed" -> packed(golden);
            // Open-Reasoner-Zero normalizes its replay buffer; luffy has no such buffer.
            case "orz_normalize" -> golden.leaveOut("normalized");
            case "reinforce_plus_plus" -> reinforcePlusPlus(golden);
            case "masked_whiten" -> whitening(golden);
            default -> throw new AssertionError(golden.text("implementation"));
        }
    }

    private static void masked(GoldenFamily.Case golden) {
        TokenAdvantages got =
                estimator(golden)
                        .estimate(
                                golden.matrix("token_level_rewards"),
                                golden.matrix("values"),
                                mask(golden));

        golden.expect("advantages", got.advantages());
        golden.expect("returns", got.returns());
    }

    /** The reference lets padding into the recursion, and whitens it too. */
    private static void unmasked(GoldenFamily.Case golden) {
        TokenAdvantages got =
                estimator(golden)
                        .recursion(golden.matrix("token_level_rewards"), golden.matrix("values"));
        Whitening whitening = Whitening.fit(got.advantages(), mask(golden));

        golden.expect("advantages", everywhere(got.advantages(), whitening::apply));
        golden.expect("returns", got.returns());
    }

    /** Packed in one row there, a row for each sequence here. */
    private static void packed(GoldenFamily.Case golden) {
        double[] lengths = golden.vector("num_actions");
        TokenAdvantages got =
                estimator(golden)
                        .recursion(
                                apart(golden.matrix("token_level_rewards")[0], lengths),
                                apart(golden.matrix("values")[0], lengths));

        golden.expect("advantages", endToEnd(got.advantages()));
        golden.expect("returns", endToEnd(got.returns()));
    }

    private static double[][] apart(double[] packed, double[] lengths) {
        double[][] rows = new double[lengths.length][];
        int start = 0;
        for (int b = 0; b < rows.length; b++) {
            int end = start + (int) lengths[b];
            rows[b] = Arrays.copyOfRange(packed, start, end);
            start = end;
        }
        return rows;
    }

    private static double[][] endToEnd(double[][] rows) {
        return new double[][] {Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray()};
    }

    private static void reinforcePlusPlus(GoldenFamily.Case golden) {
        TokenAdvantages got =
                new ReinforcePlusPlus(golden.setting("gamma"))
                        .estimate(golden.matrix("token_level_rewards"), mask(golden));

        golden.expect("advantages", got.advantages());
        golden.expect("returns", got.returns());
    }

    private static void whitening(GoldenFamily.Case golden) {
        double[][] values = golden.matrix("values");
        Whitening whitening = Whitening.fit(values, mask(golden));

        golden.expect(
                "whitened",
                everywhere(
                        values,
                        golden.flag("shift_mean")
                                ? whitening::apply
                                : whitening::applyKeepingMean));
    }

    private static GeneralizedAdvantage estimator(GoldenFamily.Case golden) {
        return new GeneralizedAdvantage(golden.setting("gamma"), golden.setting("lam"));
    }

    private static ResponseMask mask(GoldenFamily.Case golden) {
        return new ResponseMask(golden.mask("response_mask"));
    }

    private static double[][] everywhere(double[][] values, DoubleUnaryOperator function) {
        return Arrays.stream(values)
                .map(row -> Arrays.stream(row).map(function).toArray())
                .toArray(double[][]::new);
    }
}
