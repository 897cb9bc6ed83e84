package io.github.luffyrl.core.objective;

import io.github.luffyrl.core.GoldenFamily;
import io.github.luffyrl.core.objective.PolicyObjective.Evaluation;
import io.github.luffyrl.core.objective.ReferenceOptions.Keys;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MixedPolicyGoldenTest {

    @RegisterExtension
    static final GoldenFamily BOUNDARIES = GoldenFamily.named("mixed_policy_loss_boundaries");

    @RegisterExtension
    static final GoldenFamily CLIPS = GoldenFamily.named("mixed_policy_loss_clips");

    @RegisterExtension
    static final GoldenFamily ON_RESHAPE = GoldenFamily.named("mixed_policy_loss_on_reshape");

    @RegisterExtension
    static final GoldenFamily RANDOM = GoldenFamily.named("mixed_policy_loss_random");

    @RegisterExtension
    static final GoldenFamily RESHAPE = GoldenFamily.named("mixed_policy_loss_reshape");

    @RegisterExtension
    static final GoldenFamily SCENARIOS = GoldenFamily.named("mixed_policy_loss_scenarios");

    @RegisterExtension static final GoldenFamily EXGRPO = GoldenFamily.named("exgrpo_mixed_loss");

    @RegisterExtension static final GoldenFamily PPO = GoldenFamily.named("ppo_loss");

    static Stream<GoldenFamily.Case> mixedPolicyLosses() {
        return Stream.of(BOUNDARIES, CLIPS, ON_RESHAPE, RANDOM, RESHAPE, SCENARIOS)
                .flatMap(family -> family.cases().stream());
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("mixedPolicyLosses")
    void theMixedLossAgreesWithTheReference(GoldenFamily.Case golden) {
        boolean given = golden.flag("use_target_probs");
        TokenBatch batch = batch(golden, golden.mask("prefix_mask"));
        if (given) {
            batch = batch.with(TokenBatch.Extra.BEHAVIOUR_PROBS, golden.matrix("target_probs"));
        }
        MixedPolicyObjective objective =
                ReferenceOptions.mixed(
                        golden,
                        Keys.FUNCTION,
                        given ? BehaviourPolicy.GIVEN : BehaviourPolicy.CERTAIN,
                        batch.mask()[0].length);

        Evaluation got = objective.evaluate(batch);

        expect(golden, ReferenceMetrics.mixed(objective, got), got);
    }

    static List<GoldenFamily.Case> exgrpoLosses() {
        return EXGRPO.cases();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("exgrpoLosses")
    void theReplayLossAgreesWithTheReference(GoldenFamily.Case golden) {
        TokenBatch batch = batch(golden, golden.mask("prefix_mask"));
        MixedPolicyObjective objective =
                ReferenceOptions.mixed(
                        golden, Keys.FUNCTION, BehaviourPolicy.STORED, batch.mask()[0].length);

        Evaluation got = objective.evaluate(batch);

        expect(golden, ReferenceMetrics.replay(objective, got), got);
    }

    static List<GoldenFamily.Case> ppoLosses() {
        return PPO.cases();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("ppoLosses")
    void thePpoLossAgreesWithTheReference(GoldenFamily.Case golden) {
        boolean[][] mask = golden.mask("response_mask");
        TokenBatch batch = batch(golden, new boolean[mask.length][mask[0].length]);
        MixedPolicyObjective objective =
                ReferenceOptions.plain(golden, Keys.FUNCTION, mask[0].length);

        Evaluation got = objective.evaluate(batch);

        expect(golden, ReferenceMetrics.plain(objective.onPolicy().clip(), got), got);
    }

    private static TokenBatch batch(GoldenFamily.Case golden, boolean[][] offPolicy) {
        return new TokenBatch(
                golden.matrix("log_prob"),
                golden.matrix("old_log_prob"),
                golden.matrix("advantages"),
                golden.mask("response_mask"),
                offPolicy);
    }

    private static void expect(
            GoldenFamily.Case golden, Map<String, Double> metrics, Evaluation got) {
        metrics.forEach(golden::expect);
        golden.expect("grad_log_prob", got.gradient());
    }
}
