package io.github.luffyrl.core.advantage;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.core.GoldenFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        int rows = 0;
        for (JsonNode id : golden.input("index")) {
            groups.computeIfAbsent(id.asText(), group -> new ArrayList<>()).add(rows++);
        }

        double[][] advantages = new double[rewards.length][];
        boolean[][] mask = golden.mask("response_mask");
        for (List<Integer> group : groups.values()) {
            double[] ofGroup = advantages(estimator(golden), group, rewards, offPolicy);
            for (int i = 0; i < ofGroup.length; i++) {
                int row = group.get(i);
                advantages[row] = perToken(ofGroup[i], mask[row]);
            }
        }

        golden.expect("advantages", advantages);
    }

    private static double[] advantages(
            AdvantageEstimator estimator,
            List<Integer> group,
            double[] rewards,
            boolean[] offPolicy) {
        boolean[] marks = new boolean[group.size()];
        for (int i = 0; i < marks.length; i++) {
            marks[i] = offPolicy[group.get(i)];
        }
        return estimator.advantages(
                group.stream().mapToDouble(row -> rewards[row]).toArray(), marks);
    }

    private static double[] perToken(double advantage, boolean[] mask) {
        double[] tokens = new double[mask.length];
        for (int t = 0; t < tokens.length; t++) {
            tokens[t] = mask[t] ? advantage : 0;
        }
        return tokens;
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
