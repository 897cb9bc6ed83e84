package io.github.luffyrl.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.core.advantage.AdvantageAdjustment;
import io.github.luffyrl.core.advantage.AdvantageAdjustment.DropTruncated;
import io.github.luffyrl.core.advantage.AdvantageAdjustment.PrefixAdvantage;
import io.github.luffyrl.core.advantage.AdvantageAdjustment.TokenWeights;
import io.github.luffyrl.core.advantage.JointGroupAdvantage;
import io.github.luffyrl.core.metric.DataMetrics;
import io.github.luffyrl.core.metric.GroupRewards;
import io.github.luffyrl.core.metric.GroupStatistics;
import io.github.luffyrl.core.metric.RewardLevels;
import io.github.luffyrl.core.metric.Summary;
import io.github.luffyrl.core.prefix.PrefixedRows;
import io.github.luffyrl.core.reward.RewardPlacement;
import io.github.luffyrl.core.rollout.AccuracyFilter;
import io.github.luffyrl.core.rollout.ResponseLayout;
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
    void statisticsAndAdvantagesAgreeWithTheReference(GoldenFamily.Case golden) {
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
            assertArrayEquals(scores[row], RewardPlacement.atLastToken(rewards[row], mask[row]));
        }

        RewardLevels levels =
                golden.option("reward_impl_version").intValue() == 1
                        ? RewardLevels.PENALISED
                        : RewardLevels.STANDARD;
        List<GroupRewards> groups = new ArrayList<>();
        boolean[] hasSignal = new boolean[rewards.length];
        double[][] before = new double[rewards.length][];
        for (List<Integer> group : groups(golden.input("uid"))) {
            GroupRewards of = group(group, rewards, offPolicy);
            groups.add(of);
            double[] centred =
                    JointGroupAdvantage.centred().advantages(of.rewards(), of.offPolicy());
            for (int i = 0; i < group.size(); i++) {
                int row = group.get(i);
                hasSignal[row] = levels.outcome(of.rewards()) == RewardLevels.Outcome.MIXED;
                before[row] = new double[mask[row].length];
                Arrays.fill(before[row], 0, count(mask[row]), centred[i]);
            }
        }
        double[][] advantages = adjusted(golden, before, prefix);

        golden.expect("group_metrics", names(GroupStatistics.of(groups, levels)));
        golden.expect("group_has_signal_mask", hasSignal);
        golden.expect("advantages_before", before);
        golden.expect("advantages", advantages);
        golden.expect("data_metrics", dataMetrics(golden, rewards, offPolicy, advantages, before));
    }

    private static double[][] adjusted(
            GoldenFamily.Case golden, double[][] before, boolean[][] prefix) {
        double[][] responses = golden.matrix("responses");
        ResponseLayout layout =
                new ResponseLayout(
                        golden.option("max_response_length").intValue(),
                        golden.option("pad_token_id").intValue(),
                        golden.option("eos_token_id").intValue());
        AdvantageAdjustment adjustment = adjustment(golden);
        double[][] advantages = new double[before.length][];
        for (int row = 0; row < before.length; row++) {
            int[] tokens = Arrays.stream(responses[row]).mapToInt(id -> (int) id).toArray();
            advantages[row] =
                    adjustment.adjust(before[row], prefix[row], layout.isTruncated(tokens));
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

    private static Map<String, Number> dataMetrics(
            GoldenFamily.Case golden,
            double[] rewards,
            boolean[] offPolicy,
            double[][] advantages,
            double[][] returns) {
        boolean[][] mask = golden.mask("response_mask");
        boolean[][] promptMask = golden.mask("prompt_attention_mask");
        List<DataMetrics.Row> rows = new ArrayList<>();
        for (int row = 0; row < rewards.length; row++) {
            int length = count(mask[row]);
            rows.add(
                    new DataMetrics.Row(
                            rewards[row],
                            rewards[row],
                            Arrays.copyOf(advantages[row], length),
                            Arrays.copyOf(returns[row], length),
                            count(promptMask[row]),
                            offPolicy[row]));
        }
        return names(DataMetrics.of(rows, promptMask[0].length, mask[0].length));
    }

    private static Map<String, Number> names(GroupStatistics statistics) {
        Map<String, Number> names = new LinkedHashMap<>();
        names.put("batch/solve_none", statistics.noneSolved());
        names.put("batch/solve_none_format", statistics.allMalformed());
        names.put("batch/solve_all", statistics.allSolved());
        names.put("batch/solved", statistics.solved());
        names.put("batch/failed", statistics.failed());
        names.put("batch/on_solved", statistics.onSolved());
        names.put("batch/off_solved", statistics.offSolved());
        return names;
    }

    private static Map<String, Number> names(DataMetrics metrics) {
        Map<String, Number> names = new LinkedHashMap<>();
        put(names, "critic/score", metrics.score());
        put(names, "critic/rewards", metrics.reward());
        put(names, "critic/advantages", metrics.advantages());
        put(names, "critic/returns", metrics.returns());
        put(names, "response_length", metrics.responseLength());
        put(names, "prompt_length", metrics.promptLength());
        names.put("response_length/clip_ratio", metrics.responseClipRatio());
        names.put("prompt_length/clip_ratio", metrics.promptClipRatio());
        String split = "on_off_metrics/";
        names.put(split + "on_response_length_mean", metrics.onPolicy().responseLength());
        names.put(split + "off_response_length_mean", metrics.offPolicy().responseLength());
        names.put(split + "on_score", metrics.onPolicy().score());
        names.put(split + "off_score", metrics.offPolicy().score());
        names.put(split + "off_on_example_ratio", metrics.offOnRatio());
        return names;
    }

    private static void put(Map<String, Number> names, String name, Summary summary) {
        names.put(name + "/mean", summary.mean());
        names.put(name + "/max", summary.max());
        names.put(name + "/min", summary.min());
    }

    private static GroupRewards group(List<Integer> group, double[] rewards, boolean[] offPolicy) {
        boolean[] off = new boolean[group.size()];
        for (int i = 0; i < off.length; i++) {
            off[i] = offPolicy[group.get(i)];
        }
        return new GroupRewards(group.stream().mapToDouble(row -> rewards[row]).toArray(), off);
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
