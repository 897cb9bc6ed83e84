package io.github.luffyrl.core.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.core.GoldenFamily;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BucketGoldenTest {

    @RegisterExtension static final GoldenFamily FAMILY = GoldenFamily.named("exgrpo_buckets");

    static List<GoldenFamily.Case> cases() {
        return FAMILY.cases();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("cases")
    void agreesWithTheReference(GoldenFamily.Case golden) {
        switch (golden.text("function")) {
            case "bucket_probabilities" -> probabilities(golden);
            case "bucket_operations" -> operations(golden);
            default -> throw new AssertionError(golden.text("function"));
        }
    }

    private static void probabilities(GoldenFamily.Case golden) {
        Map<Integer, Integer> sizes = new TreeMap<>();
        golden.input("bucket_sizes")
                .properties()
                .forEach(e -> sizes.put(Integer.parseInt(e.getKey()), e.getValue().intValue()));
        BucketWeighting weighting =
                BucketWeighting.valueOf(golden.text("weighting").toUpperCase(Locale.ROOT));

        golden.expect(
                "probabilities", weighting.probabilities(sizes, (int) golden.setting("n_rollout")));
    }

    private static void operations(GoldenFamily.Case golden) {
        SuccessBuckets buckets = new SuccessBuckets();
        for (JsonNode operation : golden.input("operations")) {
            String problem = operation.get(1).asText();
            switch (operation.get(0).asText()) {
                case "update" -> buckets.update(problem, operation.get(2).intValue());
                case "remove" -> buckets.remove(problem);
                default -> throw new AssertionError(operation);
            }
        }

        golden.expect(
                "buckets",
                buckets.contents().entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        e ->
                                                e.getValue().stream()
                                                        .map(Integer::valueOf)
                                                        .toList())));
    }
}
