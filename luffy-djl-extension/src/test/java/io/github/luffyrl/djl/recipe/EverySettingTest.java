package io.github.luffyrl.djl.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.training.optimizer.Optimizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.inject.Guice;
import com.google.inject.Injector;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.credit.AuxiliaryModels;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.guice.LuffyModule;
import io.github.luffyrl.djl.model.Precision;
import io.github.luffyrl.djl.model.Recomputation;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.djl.run.TrainingParts;
import io.github.luffyrl.djl.text.ChatTemplate;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes each key of a recipe, in each kind of its section, and looks for the change in the parts
 * that an injector makes of it. A key that nothing reads makes no difference, and fails.
 */
class EverySettingTest {

    @TempDir static Path saved;

    @BeforeAll
    static void saveAModel() throws IOException {
        try (Model model = TinyLanguage.model(1)) {
            TinyLanguage.save(model, saved);
        }
    }

    /** Every setting has an effect. */
    private static final Recipe COMPLETE =
            Recipe.of(
                    List.of(
                            "lora.rank=4",
                            "reward.kind=equal",
                            "reward.factor=2",
                            "sampling.maxResponseTokens=8",
                            "advantage.scale=standard-deviation",
                            "objective.kind=rl-with-sft",
                            "objective.kl.coefficient=0.01",
                            "objective.entropy.kind=adaptive",
                            "objective.entropy.coefficient=0.02",
                            "optimizer.schedule=cosine",
                            "optimizer.weightDecay=0.125",
                            "groups.keep=mean-reward",
                            "rewardKl.kind=adaptive",
                            "overlong.penaltyTokens=2",
                            "validation.every=3",
                            "validation.patience=2",
                            "prompt.variables.enable_thinking=false"));

    /** The sections of several kinds, by the key that names the kind. */
    private static final Map<String, Class<?>> SECTIONS =
            Map.ofEntries(
                    Map.entry("advantage.kind", Advantage.class),
                    Map.entry("rewardKl.kind", RewardKl.class),
                    Map.entry(
                            "objective.onPolicy.correction.kind",
                            io.github.luffyrl.core.objective.ImportanceCorrection.class),
                    Map.entry(
                            "objective.offPolicy.shaping.kind",
                            io.github.luffyrl.core.objective.PolicyShaping.class),
                    Map.entry(
                            "objective.onPolicy.shaping.kind",
                            io.github.luffyrl.core.objective.PolicyShaping.class),
                    Map.entry(
                            "objective.normalizer.kind",
                            io.github.luffyrl.core.objective.LossNormalizer.class),
                    Map.entry("objective.entropy.kind", EntropySettings.class),
                    Map.entry("warmStart.kind", WarmStart.class),
                    Map.entry("prefix.kind", PrefixSettings.class),
                    Map.entry("replay.kind", Replay.class),
                    Map.entry("groups.keep", Groups.class));

    /** What has to change together with a kind, and then changes parts, too. */
    private static final Map<String, List<String>> TOGETHER =
            Map.of(
                    "warmStart.kind=sft",
                    List.of(
                            "warmStart.schedule=cosine",
                            "objective.kl.coefficient=0.0",
                            "rewardKl.kind=none"),
                    "rewardKl.kind=fixed",
                    List.of("warmStart.kind=none"),
                    "replay.kind=none",
                    List.of("objective.offPolicy.behaviour=certain"),
                    "replay.kind=experience",
                    List.of("objective.kind=mixed-policy", "objective.offPolicy.behaviour=stored"));

    /** Of these the first one that a key takes, and that is not its value. */
    private static final List<String> VALUES =
            List.of(
                    "long",
                    "0.375",
                    "3",
                    "all",
                    "line",
                    "skip",
                    "context",
                    "split",
                    "none",
                    "mask",
                    "linear",
                    "sequence",
                    "whole-response",
                    "after-update",
                    "random",
                    "float32",
                    "cispo",
                    "given",
                    "k1",
                    "k2",
                    "scores",
                    "bfloat16",
                    "mixed-policy",
                    "last-box",
                    "[0.5, 0.25]",
                    "[q_proj]");

    @Test
    void everyKeyIsFoundAgainInTheParts() throws Exception {
        Set<String> without = new TreeSet<>();
        Set<String> tried = new LinkedHashSet<>();
        for (Recipe recipe : variants()) {
            String parts = parts(recipe);
            for (Map.Entry<String, JsonNode> leaf : leaves(recipe).entrySet()) {
                String key = leaf.getKey();
                // the method only says what a recipe started from
                if (key.equals("method") || !tried.add(key + sectionOf(key, recipe))) {
                    continue;
                }
                Recipe changed = changed(recipe, key, leaf.getValue());
                if (parts(changed).equals(parts)) {
                    without.add(key + " of " + sectionOf(key, recipe));
                }
            }
        }
        assertEquals(Set.of(), without);
        assertTrue(tried.size() > 90, "only " + tried.size() + " settings");
    }

    @Test
    void everyKeyOfTheDefaultsIsTried() throws Exception {
        Set<String> keys = new TreeSet<>();
        for (Recipe recipe : variants()) {
            keys.addAll(leaves(recipe).keySet());
        }
        keys.removeAll(Set.of("reward.factor", "prompt.variables.enable_thinking"));
        Set<String> documented = new TreeSet<>();
        try (var in = Recipe.class.getResourceAsStream("defaults.yaml")) {
            leaves("", (ObjectNode) RecipeYaml.MAPPER.readTree(in), new LinkedHashMap<>())
                    .forEach((key, value) -> documented.add(key));
        }
        assertEquals(documented, keys);
    }

    @Test
    void theSectionsOfSeveralKindsAreThese() {
        SECTIONS.forEach((key, type) -> assertTrue(Kinds.has(type), key));
        for (Recipe recipe : variants()) {
            assertEquals(Set.of(), kindsOf(recipe, Recipe.class, ""));
        }
    }

    /** Sections of several kinds that this test does not know. */
    private static Set<String> kindsOf(Recipe recipe, Class<?> type, String path) {
        Set<String> unknown = new TreeSet<>();
        if (!type.isRecord()) {
            return unknown;
        }
        for (var component : type.getRecordComponents()) {
            String name = path + component.getName();
            if (Kinds.has(component.getType())) {
                if (!SECTIONS.containsKey(name + "." + Kinds.of(component.getType()).key())) {
                    unknown.add(name);
                }
            } else {
                unknown.addAll(kindsOf(recipe, component.getType(), name + "."));
            }
        }
        return unknown;
    }

    private static List<Recipe> variants() {
        List<Recipe> variants = new ArrayList<>(List.of(COMPLETE));
        SECTIONS.forEach(
                (key, type) ->
                        Kinds.of(type)
                                .records()
                                .keySet()
                                .forEach(kind -> variants.add(with(COMPLETE, key, kind))));
        variants.add(
                COMPLETE.with("advantage.kind", "gae")
                        .with("advantage.critic.optimizer.schedule", "cosine"));
        variants.add(
                COMPLETE.with("advantage.kind", "prime")
                        .with("advantage.rewardModel.optimizer.schedule", "cosine"));
        return variants;
    }

    private static Recipe with(Recipe recipe, String key, String value) {
        String change = key + "=" + value;
        List<String> changes = new ArrayList<>(TOGETHER.getOrDefault(change, List.of()));
        changes.add(change);
        return RecipeReader.changed(recipe.toYaml(), changes);
    }

    /** The kind of the section that a key is in. */
    private static String sectionOf(String key, Recipe recipe) {
        for (String section : SECTIONS.keySet()) {
            String inside = section.substring(0, section.lastIndexOf('.') + 1);
            if (key.startsWith(inside)) {
                return " in " + leaves(recipe).get(section).asText();
            }
        }
        return "";
    }

    private static Map<String, JsonNode> leaves(Recipe recipe) {
        try {
            ObjectNode values = (ObjectNode) RecipeYaml.MAPPER.readTree(recipe.toYaml());
            return leaves("", values, new LinkedHashMap<>());
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, JsonNode> leaves(
            String path, ObjectNode node, Map<String, JsonNode> leaves) {
        node.properties()
                .forEach(
                        entry -> {
                            if (entry.getValue() instanceof ObjectNode nested) {
                                leaves(path + entry.getKey() + ".", nested, leaves);
                            } else {
                                leaves.put(path + entry.getKey(), entry.getValue());
                            }
                        });
        return leaves;
    }

    private static Recipe changed(Recipe recipe, String key, JsonNode value) {
        List<String> values = new ArrayList<>(VALUES);
        Class<?> kinds = SECTIONS.get(key);
        if (kinds != null) {
            values = new ArrayList<>(Kinds.of(kinds).records().keySet());
        } else if (value.isBoolean()) {
            values = List.of(String.valueOf(!value.booleanValue()));
        } else if (value.isIntegralNumber()) {
            values.add(0, String.valueOf(value.longValue() + 1));
        } else if (value.isNumber()) {
            values.add(0, String.valueOf(value.doubleValue() / 2));
        }
        return values.stream()
                .flatMap(other -> accepted(recipe, key, other).stream())
                .filter(other -> !other.equals(recipe))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no other value for " + key));
    }

    private static Optional<Recipe> accepted(Recipe recipe, String key, String value) {
        try {
            return Optional.of(with(recipe, key, value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What an injector makes of a recipe, every value of it. */
    private String parts(Recipe recipe) throws Exception {
        Injector injector = Guice.createInjector(new LuffyModule(recipe));
        TrainingParts parts = injector.getInstance(TrainingParts.class);
        ObjectGraph graph = new ObjectGraph();
        for (Class<?> part : TrainingParts.types()) {
            graph.add(parts.get(part));
        }
        try (TextTokenizer tokenizer = TinyLanguage.tokenizer();
                Model model = TinyLanguage.model(1)) {
            LoadedModel loaded =
                    new LoadedModel(
                            Path.of("."),
                            model,
                            tokenizer,
                            new ChatTemplate(
                                    "test",
                                    "{{ messages[0].content }}{{ enable_thinking }}",
                                    Map.of()));
            ProblemEncoder encoder = parts.encoder(loaded);
            parts.prepare(model);
            graph.add(model.getBlock());
            try (AuxiliaryModels models =
                    new AuxiliaryModels(
                            saved,
                            null,
                            parts.get(Recomputation.class),
                            parts.get(Precision.class))) {
                RolloutDataset.Builder rollouts =
                        parts.rollouts(model, encoder, TinyLanguage.problems());
                graph.add(parts.withModels(rollouts, models).build());
            }
            Optional<TrainingParts> first = parts.warmStart();
            if (first.isPresent()) {
                graph.add(first.get().get(Optimizer.class));
                graph.add(
                        first.get()
                                .demonstrations(model, encoder, TinyLanguage.problems())
                                .build());
            }
            graph.add(
                    parts.evaluation(model, encoder, Map.of("problems", TinyLanguage.problems())));
            try (var trainer = parts.trainer(model, List.of())) {
                graph.add(trainer);
            }
        }
        return graph.toString();
    }
}
