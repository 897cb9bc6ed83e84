package io.github.luffyrl.core;

import io.github.luffyrl.core.objective.ClipRange;
import io.github.luffyrl.core.objective.LossNormalizer;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.PolicyShaping;
import io.github.luffyrl.core.objective.TokenBatch;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenTest {

    static Stream<GoldenFamily.Case> mixedPolicyLosses() {
        return Stream.of("random", "scenarios", "boundaries", "clips", "reshape")
                .flatMap(
                        name ->
                                GoldenFamily.named("mixed_policy_loss_" + name).cases().stream()
                                        .filter(GoldenTest::supported));
    }

    @ParameterizedTest
    @MethodSource("mixedPolicyLosses")
    void mixedPolicyObjectiveAgreesWithTheReference(GoldenFamily.Case golden) {
        TokenBatch batch =
                new TokenBatch(
                        golden.matrix("log_prob"),
                        golden.matrix("old_log_prob"),
                        golden.matrix("advantages"),
                        golden.mask("response_mask"),
                        golden.mask("prefix_mask"));

        MixedPolicyObjective.Evaluation got =
                objective(golden, batch.mask()[0].length).evaluate(batch);

        golden.expect("pg_loss", got.loss());
        golden.expect("grad_log_prob", got.gradient());
    }

    private static boolean supported(GoldenFamily.Case golden) {
        String shaping = golden.option("off_policy_reshape").asText();
        return golden.option("on_policy_reshape").asText().equals("no_reshape")
                && (shaping.equals("no_reshape") || shaping.startsWith("p_div_p_"))
                && Stream.of("all_max_clip", "off_max_clip", "off_min_clip")
                        .allMatch(clip -> golden.option(clip).isNull())
                && !golden.option("use_target_probs").asBoolean()
                // The reference divides 0 by 0 where no token is left; the objective gives 0.
                && !Double.isNaN(GoldenFamily.number(golden.expected("pg_loss")));
    }

    private static MixedPolicyObjective objective(GoldenFamily.Case golden, int length) {
        String shaping = golden.option("off_policy_reshape").asText();
        double epsilon = golden.option("cliprange").asDouble();
        double upper = golden.option("clip_upper_bound").asDouble();
        return new MixedPolicyObjective(
                shaping.equals("no_reshape")
                        ? PolicyShaping.none()
                        : PolicyShaping.rational(
                                Double.parseDouble(shaping.substring("p_div_p_".length()))),
                golden.option("loss_remove_clip").asBoolean()
                        ? ClipRange.none()
                        : new ClipRange(1 - epsilon, Math.max(upper, 1 + epsilon)),
                golden.option("loss_remove_token_mean").asBoolean()
                        ? LossNormalizer.fixedLength(length)
                        : LossNormalizer.tokenMean());
    }
}
