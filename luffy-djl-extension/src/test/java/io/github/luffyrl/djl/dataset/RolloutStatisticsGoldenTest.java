package io.github.luffyrl.djl.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.core.GoldenFamily;
import io.github.luffyrl.core.advantage.JointGroupAdvantage;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.generation.ScoredResponse;
import io.github.luffyrl.djl.problem.EncodedProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The statistics of a step under the names that the reference gives them. */
class RolloutStatisticsGoldenTest {

    private static final double TOLERANCE = 1e-9;
    private static final double EPSILON = 1e-6; // the reference adds it to numbers of rows

    static List<GoldenFamily.Case> steps() {
        return GoldenFamily.named("trainer_step").cases().stream()
                .filter(golden -> golden.has("uid"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("steps")
    void statisticsAgreeWithTheReference(GoldenFamily.Case golden) {
        boolean[][] prefix = golden.mask("prefix_mask");
        int off = (int) Arrays.stream(prefix).filter(row -> count(row) > 0).count();
        int on = prefix.length - off;
        List<ScoredGroup> groups = groups(golden);

        RolloutStatistics got = RolloutStatistics.of(1, groups, groups);

        JsonNode step = golden.expected("group_metrics");
        agrees(step, "batch/solve_all", got.solvedAll());
        // The reference counts the groups in which every row is wrong, malformed ones apart.
        int noneSolved = count(step, "batch/solve_none") + count(step, "batch/solve_none_format");
        assertEquals(noneSolved + mixedFailures(golden), got.solvedNone());
        agrees(
                step,
                "batch/solved",
                (got.onPolicySolved() * on + got.offPolicySolved() * off) / (on + off));
        agrees(step, "batch/on_solved", got.onPolicySolved() * on / (on + EPSILON));
        agrees(step, "batch/off_solved", got.offPolicySolved() * off / (off + EPSILON));
        JsonNode data = golden.expected("data_metrics");
        agrees(data, "critic/score/mean", got.reward());
        agrees(data, "on_off_metrics/on_response_length_mean", got.responseTokens());
        List<Boolean> signal = new ArrayList<>();
        golden.expected("group_has_signal_mask").forEach(mark -> signal.add(mark.intValue() == 1));
        assertEquals(signal, hasSignal(golden, groups));
    }

    /** Groups without a right row whose wrong rows differ in what they are worth. */
    private static int mixedFailures(GoldenFamily.Case golden) {
        double[][] scores = golden.matrix("token_level_scores");
        return (int)
                rows(golden).values().stream()
                        .map(rows -> rows.stream().map(row -> sum(scores[row])).distinct().toList())
                        .filter(levels -> levels.size() > 1 && !levels.contains(1.0))
                        .count();
    }

    private static List<Boolean> hasSignal(GoldenFamily.Case golden, List<ScoredGroup> groups) {
        Boolean[] signal = new Boolean[golden.input("uid").size()];
        int group = 0;
        for (List<Integer> rows : rows(golden).values()) {
            boolean has = groups.get(group++).hasSignal();
            rows.forEach(row -> signal[row] = has);
        }
        return List.of(signal);
    }

    private static List<ScoredGroup> groups(GoldenFamily.Case golden) {
        double[][] scores = golden.matrix("token_level_scores");
        boolean[][] mask = golden.mask("response_mask");
        boolean[][] prefix = golden.mask("prefix_mask");
        List<ScoredGroup> groups = new ArrayList<>();
        rows(golden)
                .forEach(
                        (id, rows) -> {
                            double[] rewards =
                                    rows.stream().mapToDouble(row -> sum(scores[row])).toArray();
                            double[] advantages =
                                    JointGroupAdvantage.centered()
                                            .advantages(rewards, new boolean[rewards.length]);
                            Problem problem = Problem.of(id, "?", "");
                            List<ScoredResponse> responses = new ArrayList<>();
                            for (int i = 0; i < rewards.length; i++) {
                                int row = rows.get(i);
                                int length = count(mask[row]);
                                int copied = count(prefix[row]);
                                responses.add(response(problem, length, copied, rewards[i]));
                            }
                            groups.add(
                                    new ScoredGroup(
                                            new EncodedProblem(problem, Tokens.of(1), List.of()),
                                            responses,
                                            DoubleStream.of(advantages).boxed().toList()));
                        });
        return groups;
    }

    /** A reward of 1 is a success in every version of the reference's reward. */
    private static ScoredResponse response(
            Problem problem, int length, int prefixLength, double reward) {
        return new ScoredResponse(
                problem,
                Prefix.NONE,
                new Trajectory(
                        Tokens.of(1),
                        Tokens.of(new int[length]),
                        Math.min(prefixLength, length),
                        new float[length],
                        true),
                new Completion("", length, true),
                new Reward(reward, reward == 1));
    }

    private static Map<String, List<Integer>> rows(GoldenFamily.Case golden) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        int row = 0;
        for (JsonNode uid : golden.input("uid")) {
            groups.computeIfAbsent(uid.asText(), group -> new ArrayList<>()).add(row++);
        }
        return groups;
    }

    private static void agrees(JsonNode expected, String name, double got) {
        assertEquals(GoldenFamily.number(expected.required(name)), got, TOLERANCE, name);
    }

    private static int count(JsonNode expected, String name) {
        return expected.required(name).intValue();
    }

    private static double sum(double[] scores) {
        return Arrays.stream(scores).sum();
    }

    private static int count(boolean[] marks) {
        int count = 0;
        for (boolean mark : marks) {
            count += mark ? 1 : 0;
        }
        return count;
    }
}
