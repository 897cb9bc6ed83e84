package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.types.DataType;
import ai.djl.training.loss.Loss;
import io.github.luffyrl.core.GoldenFamily;
import io.github.luffyrl.core.objective.Accumulation;
import io.github.luffyrl.core.objective.BehaviourPolicy;
import io.github.luffyrl.core.objective.ClipRange;
import io.github.luffyrl.core.objective.LossNormalizer;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.PolicyObjective;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.core.objective.ReferenceMetrics;
import io.github.luffyrl.core.objective.ReferenceOptions;
import io.github.luffyrl.core.objective.ReferenceOptions.Keys;
import io.github.luffyrl.core.objective.SftObjective;
import io.github.luffyrl.core.objective.ValueObjective;
import io.github.luffyrl.djl.batch.BatchLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values, and the gradients that DJL hands on, in double and in single precision. */
class LossGoldenTest {

    @RegisterExtension static final GoldenFamilies FAMILIES = new GoldenFamilies();

    static Stream<Arguments> mixed() {
        return FAMILIES.cases(
                "mixed_policy_loss_boundaries",
                "mixed_policy_loss_clips",
                "mixed_policy_loss_on_reshape",
                "mixed_policy_loss_random",
                "mixed_policy_loss_reshape",
                "mixed_policy_loss_scenarios");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("mixed")
    void theMixedLossAgreesWithTheReference(GoldenFamily.Case golden, DataType type) {
        boolean given = golden.flag("use_target_probs");
        try (GoldenBatch batch = batch(golden, type, golden.mask("prefix_mask"))) {
            if (given) {
                batch.label(BatchLayout.BEHAVIOUR_PROBS, golden.matrix("target_probs"));
            }
            MixedPolicyObjective objective =
                    ReferenceOptions.mixed(
                            golden,
                            Keys.FUNCTION,
                            given ? BehaviourPolicy.GIVEN : BehaviourPolicy.CERTAIN,
                            golden.mask("prefix_mask")[0].length);
            check(golden, batch, objective, ReferenceMetrics::mixed);
        }
    }

    static Stream<Arguments> replayed() {
        return FAMILIES.cases("exgrpo_mixed_loss");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("replayed")
    void theReplayLossAgreesWithTheReference(GoldenFamily.Case golden, DataType type) {
        try (GoldenBatch batch = batch(golden, type, golden.mask("prefix_mask"))) {
            MixedPolicyObjective objective =
                    ReferenceOptions.mixed(
                            golden,
                            Keys.FUNCTION,
                            BehaviourPolicy.STORED,
                            golden.mask("prefix_mask")[0].length);
            check(golden, batch, objective, ReferenceMetrics::replay);
        }
    }

    static Stream<Arguments> ppo() {
        return FAMILIES.cases("ppo_loss");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("ppo")
    void thePpoLossAgreesWithTheReference(GoldenFamily.Case golden, DataType type) {
        boolean[][] mask = golden.mask("response_mask");
        try (GoldenBatch batch = batch(golden, type, new boolean[mask.length][mask[0].length])) {
            check(
                    golden,
                    batch,
                    ReferenceOptions.plain(golden, Keys.FUNCTION, mask[0].length),
                    (objective, got) -> ReferenceMetrics.plain(objective.onPolicy().clip(), got));
        }
    }

    static Stream<Arguments> sft() {
        return FAMILIES.cases("sft_loss");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("sft")
    void theSftLossAgreesWithTheReference(GoldenFamily.Case golden, DataType type) {
        double[][] logProbs = golden.matrix("log_prob");
        double[][] zeros = new double[logProbs.length][logProbs[0].length];
        try (GoldenBatch batch = new GoldenBatch(type)) {
            batch.label(BatchLayout.MASK, golden.mask("response_mask"))
                    .label(BatchLayout.OFF_POLICY, golden.mask("response_mask"))
                    .label(BatchLayout.ADVANTAGES, zeros)
                    .label(BatchLayout.OLD_LOG_PROBS, zeros)
                    .prediction(BatchLayout.LOG_PROBS, logProbs)
                    .constant(BatchLayout.ENTROPY, logProbs);
            golden.expect("sft_loss", batch.backward(loss(new SftObjective())));
            golden.expect("grad_log_prob", batch.gradient(BatchLayout.LOG_PROBS));
        }
    }

    static Stream<Arguments> value() {
        return FAMILIES.cases("value_loss");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("value")
    void theLossesOfActorAndCriticAgreeWithTheReference(GoldenFamily.Case golden, DataType type) {
        try (GoldenBatch batch = new GoldenBatch(type)) {
            switch (golden.text("implementation")) {
                case "verl" -> {
                    value(golden, batch, "cliprange_value", LossNormalizer.tokenMean());
                    golden.expect(
                            "vf_clipfrac",
                            new ValueObjective(
                                            golden.setting("cliprange_value"),
                                            LossNormalizer.tokenMean())
                                    .evaluate(
                                            golden.matrix("vpreds"),
                                            golden.matrix("values"),
                                            golden.matrix("returns"),
                                            golden.mask("response_mask"))
                                    .clipFraction());
                }
                case "orz" -> value(golden, batch, "value_clip", LossNormalizer.rowMean());
                case "orz_policy" -> {
                    double[][] logProbs = golden.matrix("log_prob");
                    batch.label(BatchLayout.MASK, mask(golden, logProbs))
                            .label(
                                    BatchLayout.OFF_POLICY,
                                    new boolean[logProbs.length][logProbs[0].length])
                            .label(BatchLayout.ADVANTAGES, golden.matrix("advantages"))
                            .label(BatchLayout.OLD_LOG_PROBS, golden.matrix("old_log_prob"))
                            .prediction(BatchLayout.LOG_PROBS, logProbs)
                            .constant(BatchLayout.ENTROPY, logProbs);
                    Loss loss =
                            loss(
                                    MixedPolicyObjective.builder()
                                            .clip(ClipRange.symmetric(golden.setting("cliprange")))
                                            .normalizer(LossNormalizer.rowMean())
                                            .build());
                    golden.expect("pg_loss", batch.backward(loss));
                    golden.expect("grad_log_prob", batch.gradient(BatchLayout.LOG_PROBS));
                }
                default -> throw new AssertionError(golden.text("implementation"));
            }
        }
    }

    private static void value(
            GoldenFamily.Case golden, GoldenBatch batch, String key, LossNormalizer normalizer) {
        double[][] values = golden.matrix("vpreds");
        boolean[][] mask = mask(golden, values);
        long tokens = Arrays.stream(mask).mapToLong(LossGoldenTest::count).sum();
        batch.label(BatchLayout.MASK, mask)
                .label(BatchLayout.OLD_VALUES, golden.matrix("values"))
                .label(BatchLayout.RETURNS, golden.matrix("returns"))
                .counts(tokens, values.length)
                .prediction(BatchLayout.VALUES, values);
        double clip = golden.option(key).isNull() ? Double.POSITIVE_INFINITY : golden.setting(key);
        golden.expect(
                "vf_loss", batch.backward(new ValueLoss(new ValueObjective(clip, normalizer))));
        golden.expect("grad_vpreds", batch.gradient(BatchLayout.VALUES));
    }

    private static GoldenBatch batch(
            GoldenFamily.Case golden, DataType type, boolean[][] offPolicy) {
        double[][] logProbs = golden.matrix("log_prob");
        return new GoldenBatch(type)
                .label(BatchLayout.MASK, golden.mask("response_mask"))
                .label(BatchLayout.OFF_POLICY, offPolicy)
                .label(BatchLayout.ADVANTAGES, golden.matrix("advantages"))
                .label(BatchLayout.OLD_LOG_PROBS, golden.matrix("old_log_prob"))
                .prediction(BatchLayout.LOG_PROBS, logProbs)
                .constant(BatchLayout.ENTROPY, logProbs);
    }

    private static void check(
            GoldenFamily.Case golden,
            GoldenBatch batch,
            MixedPolicyObjective objective,
            BiFunction<MixedPolicyObjective, PolicyObjective.Evaluation, Map<String, Double>>
                    metrics) {
        PolicyLoss loss = loss(objective);
        double got = batch.backward(loss);
        metrics.apply(objective, loss.evaluation(batch.labels(), batch.predictions()).policy())
                .forEach(golden::expect);
        golden.expect("pg_loss", got);
        golden.expect("grad_log_prob", batch.gradient(BatchLayout.LOG_PROBS));
    }

    private static PolicyLoss loss(PolicyObjective objective) {
        return new PolicyLoss(
                "loss", new PolicyUpdate(objective), Accumulation.sumOfMicroBatches(1));
    }

    private static boolean[][] mask(GoldenFamily.Case golden, double[][] like) {
        if (golden.has("response_mask")) {
            return golden.mask("response_mask");
        }
        List<boolean[]> rows = new ArrayList<>();
        for (double[] row : like) {
            boolean[] all = new boolean[row.length];
            Arrays.fill(all, true);
            rows.add(all);
        }
        return rows.toArray(new boolean[0][]);
    }

    private static long count(boolean[] marks) {
        long count = 0;
        for (boolean mark : marks) {
            count += mark ? 1 : 0;
        }
        return count;
    }
}
