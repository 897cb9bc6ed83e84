package io.github.luffyrl.core.advantage;

import io.github.luffyrl.core.GoldenFamily;
import io.github.luffyrl.core.rollout.ResponseMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GroupAdvantageGoldenTest {

    @RegisterExtension static final GoldenFamily FAMILY = GoldenFamily.named("group_advantages");

    static List<GoldenFamily.Case> cases() {
        return FAMILY.cases();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("cases")
    void agreesWithTheReference(GoldenFamily.Case golden) {
        double[] rewards =
                Arrays.stream(golden.matrix("token_level_rewards"))
                        .mapToDouble(row -> Arrays.stream(row).sum())
                        .toArray();
        boolean[] offPolicy = new boolean[rewards.length];
        if (golden.has("on_policy_mask")) {
            double[] onPolicy = golden.vector("on_policy_mask");
            for (int b = 0; b < offPolicy.length; b++) {
                offPolicy[b] = onPolicy[b] == 0;
            }
        }
        List<String> groups = new ArrayList<>();
        golden.input("index").forEach(id -> groups.add(id.asText()));

        double[] advantages =
                new BatchAdvantage(estimator(golden)).advantages(rewards, offPolicy, groups);

        golden.expect(
                "advantages",
                BatchAdvantage.perToken(
                        advantages, new ResponseMask(golden.mask("response_mask"))));
    }

    private static AdvantageEstimator estimator(GoldenFamily.Case golden) {
        AdvantageScale scale =
                golden.flag("use_std")
                        ? new AdvantageScale.StandardDeviation(golden.setting("epsilon"))
                        : AdvantageScale.none();
        return switch (golden.text("estimator")) {
            case "grpo" -> new JointGroupAdvantage(scale);
            case "grpo_split" -> new SplitGroupAdvantage(scale);
            case "reinforce" -> new ReinforceAdvantage();
            case "rloo" -> new LeaveOneOutAdvantage();
            case "drgrpo_oat" -> GroupMeanAdvantage.drGrpo();
            case "grpo_oat" -> GroupMeanAdvantage.oat();
            default -> throw new AssertionError(golden.text("estimator"));
        };
    }
}
