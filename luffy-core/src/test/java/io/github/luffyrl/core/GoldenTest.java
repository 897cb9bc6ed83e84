package io.github.luffyrl.core;

import static io.github.luffyrl.core.GoldenFile.assertGolden;
import static io.github.luffyrl.core.GoldenFile.marks;
import static io.github.luffyrl.core.GoldenFile.matrix;
import static io.github.luffyrl.core.GoldenFile.number;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.core.advantage.JointGroupAdvantage;
import io.github.luffyrl.core.objective.ClipRange;
import io.github.luffyrl.core.objective.LossNormalizer;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.PolicyShaping;
import io.github.luffyrl.core.objective.TokenBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenTest {

    static List<GoldenFile.Case> groupAdvantages() {
        return GoldenFile.cases(
                "group_advantages", c -> c.options().required("estimator").asText().equals("grpo"));
    }

    @ParameterizedTest
    @MethodSource("groupAdvantages")
    void jointGroupAdvantageAgreesWithTheReference(GoldenFile.Case golden) {
        JointGroupAdvantage estimator =
                golden.options().required("use_std").asBoolean()
                        ? JointGroupAdvantage.standardised()
                        : JointGroupAdvantage.centred();
        double[] rewards =
                Arrays.stream(matrix(golden.inputs().required("token_level_rewards")))
                        .mapToDouble(row -> Arrays.stream(row).sum())
                        .toArray();
        boolean[][] mask = marks(golden.inputs().required("response_mask"));
        double[][] expected = matrix(golden.expected().required("advantages"));

        for (List<Integer> group : groups(golden.inputs().required("index"))) {
            double[] advantages =
                    estimator.advantages(
                            group.stream().mapToDouble(b -> rewards[b]).toArray(),
                            new boolean[group.size()]);
            for (int i = 0; i < group.size(); i++) {
                int b = group.get(i);
                for (int t = 0; t < mask[b].length; t++) {
                    assertGolden(expected[b][t], mask[b][t] ? advantages[i] : 0, b + "," + t);
                }
            }
        }
    }

    static Stream<GoldenFile.Case> mixedPolicyLosses() {
        return Stream.of("random", "scenarios", "boundaries", "clips", "reshape")
                .flatMap(
                        name ->
                                GoldenFile.cases("mixed_policy_loss_" + name, GoldenTest::supported)
                                        .stream());
    }

    @ParameterizedTest
    @MethodSource("mixedPolicyLosses")
    void mixedPolicyObjectiveAgreesWithTheReference(GoldenFile.Case golden) {
        JsonNode inputs = golden.inputs();
        TokenBatch batch =
                new TokenBatch(
                        matrix(inputs.required("log_prob")),
                        matrix(inputs.required("old_log_prob")),
                        matrix(inputs.required("advantages")),
                        marks(inputs.required("response_mask")),
                        marks(inputs.required("prefix_mask")));

        MixedPolicyObjective.Evaluation got =
                objective(golden.options(), batch.mask()[0].length).evaluate(batch);

        assertGolden(number(golden.expected().required("pg_loss")), got.loss(), "loss");
        double[][] gradient = matrix(golden.expected().required("grad_log_prob"));
        for (int b = 0; b < gradient.length; b++) {
            for (int t = 0; t < gradient[b].length; t++) {
                assertGolden(gradient[b][t], got.gradient()[b][t], "gradient " + b + "," + t);
            }
        }
    }

    private static boolean supported(GoldenFile.Case golden) {
        JsonNode options = golden.options();
        String shaping = options.required("off_policy_reshape").asText();
        return options.required("on_policy_reshape").asText().equals("no_reshape")
                && (shaping.equals("no_reshape") || shaping.startsWith("p_div_p_"))
                && Stream.of("all_max_clip", "off_max_clip", "off_min_clip")
                        .allMatch(clip -> options.required(clip).isNull())
                && !options.required("use_target_probs").asBoolean()
                // The reference divides 0 by 0 where no token is left; the objective gives 0.
                && !Double.isNaN(number(golden.expected().required("pg_loss")));
    }

    private static MixedPolicyObjective objective(JsonNode options, int length) {
        String shaping = options.required("off_policy_reshape").asText();
        double epsilon = options.required("cliprange").asDouble();
        double upper = options.required("clip_upper_bound").asDouble();
        return new MixedPolicyObjective(
                shaping.equals("no_reshape")
                        ? PolicyShaping.none()
                        : PolicyShaping.rational(
                                Double.parseDouble(shaping.substring("p_div_p_".length()))),
                options.required("loss_remove_clip").asBoolean()
                        ? ClipRange.none()
                        : new ClipRange(1 - epsilon, Math.max(upper, 1 + epsilon)),
                options.required("loss_remove_token_mean").asBoolean()
                        ? LossNormalizer.fixedLength(length)
                        : LossNormalizer.tokenMean());
    }

    private static Iterable<List<Integer>> groups(JsonNode index) {
        Map<String, List<Integer>> groups =
                IntStream.range(0, index.size())
                        .boxed()
                        .collect(Collectors.groupingBy(b -> index.get(b).asText()));
        return groups.values();
    }
}
