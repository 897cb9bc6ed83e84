package io.github.luffyrl.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.core.advantage.AdvantageAdjustment;
import io.github.luffyrl.core.advantage.AdvantageAdjustment.DropTruncated;
import io.github.luffyrl.core.advantage.AdvantageAdjustment.PrefixAdvantage;
import io.github.luffyrl.core.advantage.AdvantageAdjustment.TokenWeights;
import io.github.luffyrl.core.advantage.JointGroupAdvantage;
import io.github.luffyrl.core.prefix.PrefixedRows;
import io.github.luffyrl.core.rollout.AccuracyFilter;
import io.github.luffyrl.core.rollout.ResponseMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainerStepGoldenTest {

    @RegisterExtension static final GoldenFamily FAMILY = GoldenFamily.named("trainer_step");

    static List<GoldenFamily.Case> cases() {
        return FAMILY.cases();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("cases")
    void advantagesAndFilterAgreeWithTheReference(GoldenFamily.Case golden) {
        if (golden.has("uid")) {
            step(golden);
        } else {
            filter(golden);
        }
    }

    private static void filter(GoldenFamily.Case golden) {
        double[] rewards = sums(golden.matrix("token_level_scores"));
        AccuracyFilter filter =
                new AccuracyFilter(
                        golden.setting("accuracy_lower_bound"),
                        golden.setting("accuracy_upper_bound"));
        int n = golden.option("n").intValue();

        golden.expect(
                "kept_rows",
                IntStream.range(0, rewards.length)
                        .filter(
                                row ->
                                        filter.keeps(
                                                Arrays.copyOfRange(
                                                        rewards, row / n * n, row / n * n + n)))
                        .toArray());
    }

    private static void step(GoldenFamily.Case golden) {
        double[][] scores = golden.matrix("token_level_scores");
        double[] rewards = sums(scores);
        boolean[][] mask = golden.mask("response_mask");
        boolean[][] prefix = golden.mask("prefix_mask");
        boolean[] offPolicy = new boolean[prefix.length];
        for (int row = 0; row < prefix.length; row++) {
            offPolicy[row] = count(prefix[row]) > 0;
        }
        assertArrayEquals(scores, new ResponseMask(mask).atLastToken(rewards));

        double[][] before = new double[rewards.length][];
        for (List<Integer> group : groups(golden.input("uid"))) {
            boolean[] off = new boolean[group.size()];
            for (int i = 0; i < off.length; i++) {
                off[i] = offPolicy[group.get(i)];
            }
            double[] centred =
                    JointGroupAdvantage.centered()
                            .advantages(
                                    group.stream().mapToDouble(row -> rewards[row]).toArray(), off);
            for (int i = 0; i < group.size(); i++) {
                int row = group.get(i);
                before[row] = new double[mask[row].length];
                Arrays.fill(before[row], 0, count(mask[row]), centred[i]);
            }
        }

        golden.expect("advantages_before", before);
        golden.expect("advantages", adjusted(golden, before, prefix));
        // RolloutStatisticsGoldenTest of the DJL extension compares what luffy has of these.
        golden.leaveOut("group_metrics", "group_has_signal_mask", "data_metrics");
    }

    private static double[][] adjusted(
            GoldenFamily.Case golden, double[][] before, boolean[][] prefix) {
        double[][] responses = golden.matrix("responses");
        double pad = golden.setting("pad_token_id");
        double end = golden.setting("eos_token_id");
        AdvantageAdjustment adjustment = adjustment(golden);
        double[][] advantages = new double[before.length][];
        for (int row = 0; row < before.length; row++) {
            boolean truncated =
                    Arrays.stream(responses[row]).noneMatch(id -> id == pad || id == end);
            advantages[row] = adjustment.adjust(before[row], prefix[row], truncated);
        }
        return advantages;
    }

    private static AdvantageAdjustment adjustment(GoldenFamily.Case golden) {
        List<AdvantageAdjustment> steps = new ArrayList<>();
        steps.add(
                new TokenWeights(
                        golden.setting("prefix_reward_weight_alpha"),
                        golden.setting("prefix_reward_weight_beta")));
        if (golden.flag("disable_truncation_advantage")) {
            steps.add(new DropTruncated());
        }
        if (golden.flag("use_sft_prefix_reward")) {
            int rows = golden.option("n_prefix").intValue();
            steps.add(
                    PrefixAdvantage.perGroup(
                            golden.setting("sft_prefix_reward_weight"),
                            golden.option("n").intValue(),
                            rows == -1 ? PrefixedRows.all() : PrefixedRows.first(rows)));
        }
        return AdvantageAdjustment.inOrder(steps.toArray(AdvantageAdjustment[]::new));
    }

    private static Iterable<List<Integer>> groups(JsonNode uids) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int row = 0; row < uids.size(); row++) {
            groups.computeIfAbsent(uids.get(row).asText(), uid -> new ArrayList<>()).add(row);
        }
        return groups.values();
    }

    private static double[] sums(double[][] rows) {
        return Arrays.stream(rows).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
    }

    private static int count(boolean[] marks) {
        int count = 0;
        for (boolean mark : marks) {
            count += mark ? 1 : 0;
        }
        return count;
    }
}
