package io.github.luffyrl.djl.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.luffyrl.core.metric.StepPhase;
import io.github.luffyrl.core.objective.PolicyMetric;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.text.TextTokenizer;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsListenerTest {

    @TempDir Path temporary;

    @Test
    void everyStepGivesAllMetricsOfRolloutsAndOptimiser() throws Exception {
        List<Long> steps = new ArrayList<>();
        List<Map<String, Double>> written = new ArrayList<>();
        List<Map<StepPhase, Double>> seconds = new ArrayList<>();
        train(
                PrefixSchedule.wholeDemonstration(),
                step -> {
                    steps.add(step.step());
                    written.add(step.metrics());
                    seconds.add(step.seconds());
                });
        assertEquals(List.of(1L, 2L, 3L), steps);
        for (Map<String, Double> metrics : written) {
            assertEquals(names(), metrics.keySet());
            // one demonstration of four rows, which alone is right
            assertEquals(0.25, metrics.get(MetricsListener.REWARD));
            assertEquals(0, metrics.get(MetricsListener.ON_POLICY_SOLVED));
            assertEquals(1, metrics.get(MetricsListener.OFF_POLICY_SOLVED));
            assertEquals(0, metrics.get(MetricsListener.WITHOUT_SIGNAL));
            assertEquals(4, metrics.get(MetricsListener.RESPONSE_TOKENS));
            assertEquals(1, metrics.get(MetricsListener.UNFINISHED));
            assertEquals(0.25, metrics.get(MetricsListener.OFF_POLICY_TOKENS));
            assertTrue(metrics.get(MetricsListener.GRADIENT_NORM) > 0);
            assertEquals(1, metrics.get(MetricsListener.UPDATED));
            // p / (p + 0.1) is concave: its mean is at most that of the mean probability
            double weight = metrics.get("offPolicyWeight");
            double probability = metrics.get(MetricsListener.OFF_POLICY_PROBABILITY);
            assertTrue(weight > 0 && weight <= probability / (probability + 0.1) + 1e-6);
            assertEquals(0, metrics.get("onPolicyClipFraction"));
            assertFalse(metrics.containsKey("kl"), "demonstrations have no old probability");
        }
        Set<StepPhase> phases =
                EnumSet.of(
                        StepPhase.ROLLOUT,
                        StepPhase.REWARD,
                        StepPhase.FORWARD_BACKWARD,
                        StepPhase.UPDATE);
        assertEquals(phases, seconds.get(0).keySet()); // there was no step before
        phases.add(StepPhase.OTHER);
        assertEquals(phases, seconds.get(1).keySet());
        assertTrue(seconds.get(2).values().stream().allMatch(s -> s > 0), seconds.toString());
    }

    @Test
    void aFileHoldsOneObjectALineWithoutTheNumbersThatHaveNoMeaning() throws Exception {
        Path file = temporary.resolve("metrics.jsonl");
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("reward", 0.5);
        metrics.put("missing", Double.NaN);
        metrics.put("large", Double.POSITIVE_INFINITY);
        try (JsonLinesSink sink = JsonLinesSink.metrics(file)) {
            sink.write(new StepRecord(1, metrics, Map.of(StepPhase.UPDATE, 0.25)));
            assertEquals(List.of("{\"step\":1,\"reward\":0.5}"), Files.readAllLines(file));
            sink.write(new StepRecord(2, Map.of(), Map.of()));
        }
        assertEquals("{\"step\":2}", Files.readAllLines(file).get(1));
    }

    @Test
    void secondsHaveAFileOfTheirOwnWithAllPhases() throws Exception {
        Path file = temporary.resolve("timings.jsonl");
        try (JsonLinesSink sink = JsonLinesSink.timings(file)) {
            sink.write(new StepRecord(1, Map.of("r", 1.0), Map.of(StepPhase.OLD_LOG_PROBS, 0.25)));
        }
        assertEquals(
                "{\"step\":1,\"rollout\":0.0,\"reward\":0.0,\"oldLogProbs\":0.25,"
                        + "\"referenceLogProbs\":0.0,\"credit\":0.0,\"forwardBackward\":0.0,\"update\":0.0,"
                        + "\"other\":0.0}",
                Files.readString(file).strip());
    }

    @Test
    void aResumedFileGoesOnBehindTheCheckpoint() throws Exception {
        Path file = temporary.resolve("metrics.jsonl");
        Files.writeString(
                file, "{\"step\":9,\"reward\":9.0}\n{\"step\":10}\n{\"step\":11}\n{\"ste");
        try (MetricsListener listener = new MetricsListener(JsonLinesSink.metrics(file))) {
            listener.resumeAfter(9);
        }
        assertEquals("{\"step\":9,\"reward\":9.0}\n", Files.readString(file));
        try (JsonLinesSink sink = JsonLinesSink.metrics(file)) {
            sink.resumeAfter(10);
            sink.write(new StepRecord(10, Map.of(), Map.of()));
        }
        assertEquals("{\"step\":9,\"reward\":9.0}\n{\"step\":10}\n", Files.readString(file));
        try (JsonLinesSink sink = JsonLinesSink.metrics(file)) {
            sink.write(new StepRecord(1, Map.of(), Map.of()));
        }
        assertEquals("{\"step\":1}\n", Files.readString(file), "a new run begins anew");
    }

    @Test
    void withoutDemonstrationsOffPolicyNumbersAreLeftOut() throws Exception {
        Path file = temporary.resolve("metrics.jsonl");
        try (JsonLinesSink sink = JsonLinesSink.metrics(file)) {
            train(PrefixSchedule.none(), sink);
        }
        JsonNode line = new ObjectMapper().readTree(Files.readAllLines(file).get(2));
        assertEquals(3, line.get("step").asInt());
        assertEquals(0, line.get(MetricsListener.REWARD).asDouble());
        assertEquals(1, line.get(MetricsListener.WITHOUT_SIGNAL).asDouble());
        assertTrue(line.path(MetricsListener.OFF_POLICY_SOLVED).isMissingNode());
        assertTrue(line.path(MetricsListener.OFF_POLICY_PROBABILITY).isMissingNode());
        assertTrue(line.path("offPolicyWeight").isMissingNode());
        assertTrue(line.path(MetricsListener.ENTROPY_COEFFICIENT).isMissingNode());
        assertEquals(0, line.get(MetricsListener.UPDATED).asDouble()); // nothing was solved
    }

    private static void train(PrefixSchedule prefixes, MetricsSink sink) throws Exception {
        try (TextTokenizer tokenizer = TinyLanguage.tokenizer();
                Model model = TinyLanguage.model(1);
                Trainer trainer =
                        new LuffyTrainer(
                                model,
                                new DefaultTrainingConfig(MixedPolicyGrpoLoss.builder().build())
                                        .addTrainingListeners(new MetricsListener(sink)))) {
            trainer.initialize(new Shape(1, 1));
            RolloutDataset rollouts =
                    RolloutDataset.builder()
                            .setPolicy(TinyLanguage::writeAnything)
                            .setEncoder(TinyLanguage.encoder(tokenizer, 4))
                            .setProblems(TinyLanguage.problems())
                            .setReward(TinyLanguage::exactly)
                            .optPrefix(prefixes)
                            .optGroups(2, 4)
                            .optSteps(3)
                            .build();
            EasyTrain.fit(trainer, 1, rollouts, null);
        }
    }

    /** The listener's public constants, and the names of the loss's metrics. */
    private static Set<String> names() throws IllegalAccessException {
        Set<String> names = new HashSet<>();
        for (Field field : MetricsListener.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                names.add((String) field.get(null));
            }
        }
        names.remove(MetricsListener.REPLAYED_GROUPS); // only with experience replay
        names.remove(MetricsListener.REPLAY_POOL);
        names.remove(MetricsListener.RETIRED_PROBLEMS);
        for (PolicyMetric metric : MetricsListener.LOSS_METRICS) {
            names.add(MetricsListener.name(metric));
        }
        return names;
    }
}
