package io.github.luffyrl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.core.prefix.DemonstrationTokens;
import io.github.luffyrl.core.prefix.PartialDemonstration;
import io.github.luffyrl.core.prefix.PlanContext;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.prefix.PrefixRatio;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.prefix.PrefixedRows;
import io.github.luffyrl.core.prefix.UniformDraws;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.RolloutRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RolloutConstructionGoldenTest {

    @RegisterExtension
    static final GoldenFamily FAMILY = GoldenFamily.named("rollout_construction");

    static List<GoldenFamily.Case> cases() {
        return FAMILY.cases();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("cases")
    void prefixesAgreeWithTheReference(GoldenFamily.Case golden) {
        if (golden.has("prompt_ids")) {
            construct(golden);
        } else {
            // Which padding of a row without end the reference counts; luffy's rows have none.
            golden.leaveOut("response_mask");
        }
    }

    private static void construct(GoldenFamily.Case golden) {
        int[][] prompts = prompts(golden);
        Draws draws =
                new Draws(golden.has("uniform_draws") ? golden.vector("uniform_draws") : none());
        List<Prefix> plan = new ArrayList<>();
        for (int p = 0; p < prompts.length; p++) {
            plan.addAll(plan(golden, p, draws));
        }
        List<int[]> enginePrompts = new ArrayList<>();
        List<boolean[]> prefixMask = new ArrayList<>();
        int width = integer(golden, "response_length");
        int rowsPerPrompt = plan.size() / prompts.length;
        for (int row = 0; row < plan.size(); row++) {
            Prefix prefix = plan.get(row);
            Tokens prompt = Tokens.of(prompts[row / rowsPerPrompt]);
            enginePrompts.add(new RolloutRequest(prompt, prefix, 0).input().toArray());
            boolean[] copied = new boolean[width];
            Arrays.fill(copied, 0, Math.min(prefix.length(), width), true);
            prefixMask.add(copied);
        }

        golden.expect("uniform_bounds", draws.bounds);
        golden.expect("engine_prompts", enginePrompts);
        if (golden.has("tgt_input_ids")) {
            golden.expect("prefix_mask", prefixMask);
            golden.expect("prefix_ratios", plan.stream().map(Prefix::ratio).toList());
        }
        assertEquals(draws.numbers.length, draws.bounds.size(), "draws consumed");
        // ContinuationTest of the DJL extension compares these.
        golden.leaveOut("responses", "attention_mask");
        // luffy pads prompts nowhere, so it has no such columns.
        golden.leaveOut("input_ids", "position_ids");
    }

    private static List<Prefix> plan(GoldenFamily.Case golden, int prompt, UniformDraws draws) {
        if (!golden.has("tgt_input_ids")) {
            return List.of(Prefix.NONE); // validation repeats prompts instead of growing groups
        }
        int[] target =
                DemonstrationTokens.ended(
                        DemonstrationTokens.unpadded(
                                ids(golden.input("tgt_input_ids"))[prompt],
                                integer(golden, "pad_token_id")),
                        integer(golden, "eos_token_id"));
        boolean guided =
                !golden.has("is_off_policy")
                        || golden.input("is_off_policy").get(prompt).booleanValue();
        PrefixSchedule schedule = guided ? schedule(golden) : PrefixSchedule.none();
        return schedule.plan(
                new PlanContext(
                        "prompt " + prompt,
                        integer(golden, "n"),
                        target.length == 0 ? List.of() : List.of(new DemonstrationTokens(target)),
                        integer(golden, "global_steps") - 1,
                        draws,
                        draws));
    }

    /** What the reference does with its options, which sharing a prefix overrides in part. */
    private static PrefixSchedule schedule(GoldenFamily.Case golden) {
        boolean shared = golden.flag("prefix_share_across_samples");
        int rows = integer(golden, "n_prefix");
        boolean all = rows == -1 || (rows == 0 && shared);
        if (rows == 0 && !all) {
            return PrefixSchedule.none();
        }
        return new PartialDemonstration(
                all ? PrefixedRows.all() : PrefixedRows.first(rows),
                shared ? sharedRatio(golden) : ratio(golden));
    }

    private static PrefixRatio ratio(GoldenFamily.Case golden) {
        double max = golden.setting("prefix_linear_max_ratio");
        int steps = integer(golden, "prefix_steps");
        return switch (golden.text("prefix_strategy")) {
            case "random" -> uniform(golden);
            case "linear_max" -> new PrefixRatio.LinearMax(max, steps);
            case "reverse_linear" -> new PrefixRatio.ReverseLinear(max, steps);
            case "fixed" ->
                    new PrefixRatio.Spaced(
                            golden.setting("min_prefix_ratio"), golden.setting("max_prefix_ratio"));
            default -> throw new AssertionError(golden.text("prefix_strategy"));
        };
    }

    private static PrefixRatio sharedRatio(GoldenFamily.Case golden) {
        return switch (golden.text("prefix_strategy")) {
            case "linear" ->
                    new PrefixRatio.Linear(
                            golden.setting("prefix_linear_max_ratio"),
                            integer(golden, "prefix_steps"));
            case "random", "linear_max", "reverse_linear" ->
                    new PrefixRatio.Shared(uniform(golden));
            default -> throw new AssertionError(golden.text("prefix_strategy"));
        };
    }

    private static PrefixRatio uniform(GoldenFamily.Case golden) {
        return new PrefixRatio.Uniform(
                golden.setting("min_prefix_ratio"), golden.setting("max_prefix_ratio"));
    }

    private static int[][] prompts(GoldenFamily.Case golden) {
        int[][] padded = ids(golden.input("prompt_ids"));
        boolean[][] mask = golden.mask("prompt_attention_mask");
        for (int p = 0; p < padded.length; p++) {
            int first = 0;
            while (!mask[p][first]) {
                first++;
            }
            padded[p] = Arrays.copyOfRange(padded[p], first, padded[p].length);
        }
        return padded;
    }

    private static double[] none() {
        return new double[0];
    }

    private static int integer(GoldenFamily.Case golden, String option) {
        return golden.option(option).intValue();
    }

    private static int[][] ids(JsonNode rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(
                        row ->
                                StreamSupport.stream(row.spliterator(), false)
                                        .mapToInt(JsonNode::intValue)
                                        .toArray())
                .toArray(int[][]::new);
    }

    /** The numbers that the reference drew, and the ranges that they are asked for with. */
    private static final class Draws implements UniformDraws {

        private final double[] numbers;
        private final List<double[]> bounds = new ArrayList<>();

        Draws(double[] numbers) {
            this.numbers = numbers;
        }

        @Override
        public double next() {
            return numbers[bounds.size() - 1];
        }

        @Override
        public double between(double low, double high) {
            bounds.add(new double[] {low, high});
            return UniformDraws.super.between(low, high);
        }
    }
}
