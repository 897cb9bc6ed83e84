package io.github.luffyrl.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.core.prefix.DemonstrationTokens;
import io.github.luffyrl.core.prefix.PlanContext;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.prefix.ReferencePrefixOptions;
import io.github.luffyrl.core.prefix.UniformDraws;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.PaddedResponse;
import io.github.luffyrl.core.rollout.PaddedRow;
import io.github.luffyrl.core.rollout.ResponseLayout;
import io.github.luffyrl.core.rollout.ResponseLayout.MaskRule;
import io.github.luffyrl.core.rollout.RolloutRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
    void prefixesAndRowsAgreeWithTheReference(GoldenFamily.Case golden) {
        if (golden.has("prompt_ids")) {
            construct(golden);
        } else {
            mask(golden);
        }
    }

    private static void mask(GoldenFamily.Case golden) {
        int[][] responses = ids(golden.input("responses"));
        ResponseLayout layout =
                new ResponseLayout(
                        responses[0].length,
                        -1,
                        integer(golden, "eos_token_id"),
                        MaskRule.REFERENCE);

        golden.expect(
                "response_mask",
                Arrays.stream(responses).map(r -> layout.mask(r, r.length)).toList());
    }

    private static void construct(GoldenFamily.Case golden) {
        int[][] prompts = prompts(golden);
        Draws draws =
                new Draws(golden.has("uniform_draws") ? golden.vector("uniform_draws") : none());
        List<Prefix> plan = new ArrayList<>();
        for (int p = 0; p < prompts.length; p++) {
            plan.addAll(plan(golden, p, draws));
        }
        int[][] generated = ids(golden.input("generated"));
        assertEquals(generated.length, plan.size());
        List<int[]> enginePrompts = new ArrayList<>();
        List<PaddedRow> rows = new ArrayList<>();
        int rowsPerPrompt = plan.size() / prompts.length;
        for (int row = 0; row < plan.size(); row++) {
            int[] prompt = prompts[row / rowsPerPrompt];
            enginePrompts.add(
                    new RolloutRequest(Tokens.of(prompt), plan.get(row), 0).input().toArray());
            PaddedResponse response =
                    layout(golden, MaskRule.REFERENCE).assemble(plan.get(row), generated[row]);
            assertPaddingIsAllThatTheReferenceAdds(golden, plan.get(row), generated[row], response);
            int width = golden.input("prompt_ids").get(0).size();
            rows.add(PaddedRow.of(prompt, width, integer(golden, "pad_token_id"), response));
        }

        golden.expect("uniform_bounds", draws.bounds);
        golden.expect("engine_prompts", enginePrompts);
        golden.expect("responses", rows.stream().map(r -> r.response().tokens()).toList());
        golden.expect("input_ids", rows.stream().map(PaddedRow::inputIds).toList());
        golden.expect("attention_mask", rows.stream().map(PaddedRow::attentionMask).toList());
        golden.expect("position_ids", rows.stream().map(PaddedRow::positionIds).toList());
        if (golden.has("tgt_input_ids")) {
            golden.expect("prefix_mask", rows.stream().map(r -> r.response().offPolicy()).toList());
            golden.expect("prefix_ratios", plan.stream().map(Prefix::ratio).toList());
        }
        assertEquals(draws.numbers.length, draws.bounds.size(), "draws consumed");
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
        PrefixSchedule schedule = guided ? options(golden).schedule() : PrefixSchedule.none();
        return schedule.plan(
                new PlanContext(
                        "prompt " + prompt,
                        integer(golden, "n"),
                        target.length == 0 ? List.of() : List.of(new DemonstrationTokens(target)),
                        integer(golden, "global_steps") - 1,
                        draws,
                        draws));
    }

    private static ReferencePrefixOptions options(GoldenFamily.Case golden) {
        return new ReferencePrefixOptions(
                ReferencePrefixOptions.Strategy.valueOf(
                        golden.text("prefix_strategy").toUpperCase(Locale.ROOT)),
                integer(golden, "n_prefix"),
                golden.flag("prefix_share_across_samples"),
                golden.setting("min_prefix_ratio"),
                golden.setting("max_prefix_ratio"),
                integer(golden, "prefix_steps"),
                golden.setting("prefix_linear_max_ratio"));
    }

    private static ResponseLayout layout(GoldenFamily.Case golden, MaskRule rule) {
        return new ResponseLayout(
                integer(golden, "response_length"),
                integer(golden, "pad_token_id"),
                integer(golden, "eos_token_id"),
                rule);
    }

    /** The default rule counts the reference's tokens, without padding. */
    private static void assertPaddingIsAllThatTheReferenceAdds(
            GoldenFamily.Case golden, Prefix prefix, int[] generated, PaddedResponse reference) {
        PaddedResponse ours = layout(golden, MaskRule.REAL_TOKENS).assemble(prefix, generated);
        int written = prefix.length() + generated.length;
        boolean[] mask = reference.mask().clone();
        Arrays.fill(mask, Math.min(written, mask.length), mask.length, false);
        assertArrayEquals(reference.tokens(), ours.tokens());
        assertArrayEquals(reference.offPolicy(), ours.offPolicy());
        assertArrayEquals(mask, ours.mask());
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
