package io.github.luffyrl.djl.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.advantage.JointGroupAdvantage;
import io.github.luffyrl.core.objective.ClipRange;
import io.github.luffyrl.core.objective.EntropyCoefficient;
import io.github.luffyrl.core.objective.LossNormalizer;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.PolicyShaping;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.core.prefix.CutBorder;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.prefix.PrefixUse;
import io.github.luffyrl.core.prefix.PrefixedRows;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.djl.problem.AnswerText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeReaderTest {

    @TempDir Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("my.yaml"), text);
    }

    private Recipe read(String text, String... overrides) throws IOException {
        return RecipeReader.read(file(text), List.of(overrides));
    }

    private String refusal(String text, String... overrides) throws IOException {
        Path file = file(text);
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> RecipeReader.read(file, List.of(overrides)))
                        .getMessage();
        return message.replace(file.toString(), "my.yaml");
    }

    @Test
    void anEmptyFileIsTheDefaults() throws IOException {
        Recipe recipe = read("# nothing but a comment\n");

        assertEquals(RecipeReader.read(List.of()), recipe);
        assertEquals(Method.LUFFY, recipe.method());
        assertEquals(16, recipe.promptsPerStep());
        assertEquals(8, recipe.groupSize());
        assertEquals(new SamplingParams(1.0, 76), recipe.sampling().params());
        assertEquals(JointGroupAdvantage.centered(), recipe.advantage().estimator());
        assertEquals(PrefixSchedule.wholeDemonstration(), recipe.prefix().schedule());
        assertEquals(EntropyCoefficient.none(), recipe.objective().update().entropy());
        assertEquals(
                new PolicyUpdate(
                        MixedPolicyObjective.builder()
                                .shaping(PolicyShaping.rational(0.1))
                                .clip(ClipRange.none())
                                .normalizer(LossNormalizer.fixedLengthPerRow(40))
                                .build()),
                recipe.objective().update());
        assertEquals(LossNormalizer.fixedLengthPerRow(40), recipe.objective().normalizer());
        assertEquals(
                new Optimization(
                        3e-4,
                        Optimization.Schedule.CONSTANT,
                        0,
                        new Optimization.Betas(0.9, 0.95),
                        0,
                        10,
                        1),
                recipe.optimizer());
        assertEquals(new EvaluationSettings(256, 1.0), recipe.evaluation());
    }

    @Test
    void aFileChangesOnlyWhatItNames() throws IOException {
        Recipe recipe =
                read(
                        """
                        method: grpo
                        seed: 47
                        advantage:
                          scale: standard-deviation
                        objective:
                          onPolicy: {clip: 0.25}
                          normalizer: {kind: token-mean}
                        optimizer:
                          learningRate: 1e-6
                          betas: [0.9, 0.999]
                        """);

        assertEquals(Method.GRPO, recipe.method());
        assertEquals(47, recipe.seed());
        assertEquals(JointGroupAdvantage.standardized(), recipe.advantage().estimator());
        assertEquals(new ClipRange(0.75, 1.25), recipe.objective().onPolicy().clip().range());
        assertEquals(PrefixSchedule.none(), recipe.prefix().schedule());
        assertEquals(LossNormalizer.tokenMean(), recipe.objective().normalizer());
        assertEquals(1e-6, recipe.optimizer().learningRate());
        assertEquals(new Optimization.Betas(0.9, 0.999), recipe.optimizer().betas());
        assertEquals(10, recipe.optimizer().warmupSteps());
        assertEquals(PolicyShaping.rational(0.1), recipe.objective().offPolicy().shaping());
    }

    @Test
    void overridesComeAfterTheFileAndTheLastOneWins() throws IOException {
        Recipe recipe =
                read(
                        "steps: 5\nobjective: {offPolicy: {shaping: {gamma: 0.2}}}\n",
                        "steps=20",
                        "objective.normalizer.length=60",
                        "objective.entropy.coefficient=0.01",
                        "optimizer.betas=[0.5, 0.6]",
                        "objective.onPolicy.clip=0.5",
                        "objective.onPolicy.clip=none",
                        "steps=21");

        assertEquals(21, recipe.steps());
        assertEquals(PolicyShaping.rational(0.2), recipe.objective().offPolicy().shaping());
        assertEquals(EntropyCoefficient.constant(0.01), recipe.objective().update().entropy());
        assertEquals(LossNormalizer.fixedLengthPerRow(60), recipe.objective().normalizer());
        assertEquals(new Optimization.Betas(0.5, 0.6), recipe.optimizer().betas());
        assertEquals(ClipRange.none(), recipe.objective().onPolicy().clip().range());
    }

    @Test
    void writtenRecipesReadBackEqual() throws IOException {
        for (Method method : Method.values()) {
            Recipe plain = RecipeReader.builtIn(method.label(), List.of());
            assertEquals(plain, read(plain.toYaml()));
            Recipe recipe =
                    RecipeReader.builtIn(
                            method.label(),
                            List.of(
                                    "updates.epochs=3",
                                    "objective.entropy.coefficient=2",
                                    "data.tooLong=skip",
                                    "optimizer.learningRate=1e-7",
                                    "seed=9007199254740993", // no double holds it
                                    "optimizer.schedule=cosine"));
            assertEquals(recipe, read(recipe.toYaml()));
            assertNotEquals(plain, recipe);
        }
    }

    @Test
    void writtenRecipesUseTheWordsOfRecipeFiles() {
        String yaml = RecipeReader.builtIn("luffy", List.of()).toYaml();

        assertTrue(yaml.startsWith("method: luffy\nseed: 0\n"), yaml);
        assertTrue(yaml.contains("    clip: none\n"), yaml);
        assertTrue(yaml.contains("    kind: fixed-length-per-row\n"), yaml);
        assertTrue(yaml.contains("  learningRate: 3.0E-4\n"), yaml);
    }

    @Test
    void theMethodIsWhatARecipeStartsFrom() throws IOException {
        Recipe grpo = RecipeReader.builtIn("grpo", List.of());

        assertEquals(grpo, read("method: grpo\n"));
        assertEquals(grpo, read("", "method=grpo"));
        assertEquals(grpo, read("method: grpo\n", "method=grpo"));
        assertEquals(grpo, RecipeReader.read(List.of("method=grpo")));
        assertEquals(
                ClipRange.symmetric(0.3),
                read("objective: {onPolicy: {clip: 0.3}}\n", "method=grpo")
                        .objective()
                        .onPolicy()
                        .clip()
                        .range());
    }

    @Test
    void twoMethodsAreRefused() throws IOException {
        assertEquals(
                "override 'method=grpo': method = grpo, but my.yaml:2 says luffy: name one of them"
                        + " only",
                refusal("steps: 3\nmethod: luffy\n", "method=grpo"));
    }

    @Test
    void unknownKeysAreRefusedWithTheNearestKnownOne() throws IOException {
        assertEquals(
                "my.yaml:2: unknown key 'stpes'; did you mean 'steps'?",
                refusal("seed: 1\nstpes: 20\n"));
        assertEquals(
                "my.yaml:3: unknown key 'sampling.temprature'; did you mean"
                        + " 'sampling.temperature'?",
                refusal("sampling:\n  # warm\n  temprature: 0.7\n"));
        assertEquals(
                "my.yaml:1: unknown key 'learningrate'; did you mean 'optimizer.learningRate'?",
                refusal("learningrate: 0.1\n"));
        assertEquals(
                "override 'optimiser.warmupSteps=3': unknown key 'optimiser'; did you mean"
                        + " 'optimizer'?",
                refusal("", "optimiser.warmupSteps=3"));
    }

    @Test
    void wrongTypesAreNamedWithFileLineAndKey() throws IOException {
        assertEquals(
                "my.yaml:2: steps = \"many\": need a whole number",
                refusal("seed: 1\nsteps: many\n"));
        assertEquals("my.yaml:1: steps = 1.5: need a whole number", refusal("steps: 1.5\n"));
        assertEquals("my.yaml:1: steps = \"20\": need a whole number", refusal("steps: '20'\n"));
        assertEquals("my.yaml:1: steps = \"\": need a whole number", refusal("steps:\n"));
        assertEquals(
                "my.yaml:3: sampling.temperature = true: need a number",
                refusal("\nsampling:\n  temperature: true\n"));
        assertEquals(
                "my.yaml:1: no method 'lufy'; did you mean 'luffy'? 'luffy recipes' lists them",
                refusal("method: lufy\n"));
        assertEquals(
                "my.yaml:1: objective.normalizer.kind = 1: need one of token-mean, fixed-length,"
                        + " fixed-length-per-row, row-sum, row-mean, non-empty-row-mean",
                refusal("objective: {normalizer: {kind: 1}}\n"));
        assertEquals(
                "my.yaml:1: evaluation = 5: need the keys evaluation.problems,"
                        + " evaluation.temperature",
                refusal("evaluation: 5\n"));
        assertEquals(
                "override 'steps=soon': steps = \"soon\": need a whole number",
                refusal("steps: 5\n", "steps=soon"));
        assertEquals(
                "my.yaml:2: optimizer.betas = [0.9]: need a list of two numbers",
                refusal("optimizer:\n  betas: [0.9]\n"));
        assertEquals(
                "my.yaml:2: optimizer.betas = [0.9,0.95,1]: need a list of two numbers",
                refusal("optimizer:\n  betas: [0.9, 0.95, 1]\n"));
    }

    @Test
    void valuesOutOfRangeAreNamedWithFileLineAndKey() throws IOException {
        assertEquals("my.yaml:2: steps = -1: need at least 1", refusal("seed: 1\nsteps: -1\n"));
        assertEquals(
                "my.yaml:3: objective.normalizer.length = 0.0: need a positive number of tokens",
                refusal("objective:\n  normalizer:\n    length: 0\n"));
        assertEquals(
                "my.yaml:2: objective.entropy.coefficient = -0.1: need a number of at least 0",
                refusal("objective:\n  entropy: {coefficient: -0.1}\n"));
        for (String wrong : List.of("-0.2", "\"off\"", "[0.2]", "[0.2,0.3,4,5]", "[0.2,\"x\"]")) {
            String message = refusal("objective:\n  onPolicy:\n    clip: " + wrong + "\n");
            String expected = "my.yaml:3: objective.onPolicy.clip = " + wrong + ": need 'none', a";
            assertTrue(message.startsWith(expected), message);
        }
        assertEquals(
                "my.yaml:1: objective.offPolicy.maxWeight = \"much\": need 'none' or a number",
                refusal("objective: {offPolicy: {maxWeight: much}}\n"));
        assertEquals(
                "my.yaml:1: advantage.scale = standard-deviation: need none with the baseline"
                        + " leave-one-out or none",
                refusal("advantage: {baseline: none, scale: standard-deviation}\n"));
        assertEquals(
                "override 'optimizer.betas=[0.9, 1]': optimizer.betas = 1.0: need 0 to less than 1",
                refusal("", "optimizer.betas=[0.9, 1]"));
    }

    @Test
    void whatIsNoRecipeIsRefusedWithTheLine() throws IOException {
        assertEquals(
                "my.yaml: need lines of the form 'key: value', got [1,2]", refusal("[1, 2]\n"));
        assertTrue(refusal("steps: 1\nseed: [1\n").startsWith("my.yaml:"));
        String duplicate = refusal("steps: 1\nseed: 2\nsteps: 3\n");
        assertTrue(duplicate.startsWith("my.yaml:3: Duplicate field 'steps'"), duplicate);
        assertTrue(
                refusal("", "steps").startsWith("override 'steps': need key=value"),
                refusal("", "steps"));
        assertThrows(
                NoSuchFileException.class,
                () -> RecipeReader.read(directory.resolve("absent.yaml"), List.of()));
        String unknown =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> RecipeReader.builtIn("lufy", List.of()))
                        .getMessage();
        assertEquals(
                "override 'method=lufy': no method 'lufy'; did you mean 'luffy'? 'luffy recipes' lists"
                        + " them",
                unknown);
    }

    @Test
    void aSettingWithoutEffectIsRefusedWithWhatMakesItSo() throws IOException {
        assertEquals(
                "my.yaml:3: objective.offPolicy.shaping.gamma = 0.2 has no effect with"
                        + " objective.offPolicy.shaping.kind = log; it is a setting of rational",
                refusal("method: luffy-log\nobjective:\n  offPolicy: {shaping: {gamma: 0.2}}\n"));
        assertEquals(
                "override 'groups.draws=3': groups.draws = 3 has no effect with groups.keep = all;"
                        + " it is a setting of with-signal, mean-reward",
                refusal("", "groups.draws=3"));
        assertEquals(
                "my.yaml:1: optimizer.minLearningRate = 0.1 has no effect with optimizer.schedule ="
                        + " constant",
                refusal("optimizer: {minLearningRate: 0.1}\n"));
        assertEquals(
                "my.yaml:2: objective.onPolicy = {\"clip\":0.2} has no effect with objective.kind ="
                        + " sft",
                refusal("method: sft\nobjective: {onPolicy: {clip: 0.2}}\n")
                        .replaceAll("\\{.*\"clip\":0.2.*} has", "{\"clip\":0.2} has"));
        assertEquals(
                "my.yaml:1: lora.alpha = 8 has no effect with lora.rank = 0",
                refusal("lora: {alpha: 8}\n"));
    }

    @Test
    void aKindOfALayerAboveForgetsTheSettingsBelow() throws IOException {
        Recipe below = read("prefix: {kind: fixed-cuts, cuts: 5, unprefixed: 0.5}\n");
        Recipe recipe = below.with("prefix.kind", "random");

        assertEquals(new PrefixSettings.FixedCuts(token(), 5, 0.4, 0.8, 0.5), below.prefix());
        assertEquals(
                new PrefixSettings.Random(
                        PrefixedRows.first(1), PrefixUse.TRAINED, token(), 0.4, 0.8, 0.5),
                recipe.prefix());
        assertEquals(
                Recipe.of(Method.LUFFY),
                read("optimizer: {schedule: linear, minLearningRate: 0.1}\n")
                        .with("optimizer.schedule", "constant"));
    }

    private static CutBorder token() {
        return CutBorder.token();
    }

    @Test
    void aRecipeIsChangedOneSettingAtATime() {
        Recipe recipe = Recipe.of(Method.GRPO).with("groupSize", 16).with("flops", 1e12);

        assertEquals(16, recipe.groupSize());
        assertEquals(1e12, recipe.flops().orElseThrow());
        assertEquals(Recipe.of(List.of("method=grpo", "groupSize=16", "flops=1e12")), recipe);
        assertEquals(
                "override 'groupSise=3': unknown key 'groupSise'; did you mean 'groupSize'?",
                assertThrows(IllegalArgumentException.class, () -> recipe.with("groupSise", 3))
                        .getMessage());
    }

    @Test
    void aRewardTakesTheOptionsOfItsKind() throws IOException {
        Recipe recipe = read("reward: {kind: numeric, relative: 0.01}\n");

        assertEquals(new RewardSettings("numeric", Map.of("relative", 0.01)), recipe.reward());
        assertEquals(recipe, read(recipe.toYaml()));
        assertEquals(
                new RewardSettings("text", Map.of()), recipe.with("reward.kind", "text").reward());
        assertEquals(
                "my.yaml:1: reward.kind = 3: need the name of a reward, such as math",
                refusal("reward: {kind: 3}\n"));
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstKey(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("marked.yaml"), "\ufeffsteps: 7\n");

        assertEquals(7, Recipe.load(file).steps());
    }

    @Test
    void variablesAndTheAnswersTextAreReadBack(@TempDir Path folder) throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("mine.yaml"),
                        """
                        data: {answerText: {after: '####'}}
                        prompt: {variables: {enable_thinking: false, date: 'a: b', n: null}}
                        """);
        Recipe recipe = Recipe.load(file, List.of("prompt.variables.tags=[x, 2]"));

        Map<String, Object> expected = new HashMap<>();
        expected.put("enable_thinking", false);
        expected.put("date", "a: b");
        expected.put("n", null);
        expected.put("tags", List.of("x", 2));
        assertEquals(expected, recipe.prompt().variables());
        assertEquals(AnswerText.after("####"), recipe.data().answerText());
        Path again = Files.writeString(folder.resolve("again.yaml"), recipe.toYaml());
        assertEquals(recipe, Recipe.load(again));
        assertEquals(
                AnswerText.whole(),
                Recipe.load(file, List.of("data.answerText=whole")).data().answerText());
        assertEquals(
                AnswerText.after("A"),
                Recipe.load(file, List.of("data.answerText.after=A")).data().answerText());
    }

    @Test
    void wrongSettingsOfFilesAreRefused() {
        for (String wrong :
                List.of(
                        "data.answerText=box",
                        "data.answerText={after: ' '}",
                        "data.answerText={before: x}",
                        "data.fields.prompt=a..b",
                        "data.fields.prompt=''",
                        "data.maxCharacters=0",
                        "prompt.variables.messages=1",
                        "prompt.variable.x=1")) {
            Exception e =
                    assertThrows(
                            IllegalArgumentException.class, () -> Recipe.of(List.of(wrong)), wrong);
            assertTrue(String.valueOf(e.getMessage()).contains("override"), e.getMessage());
        }
    }
}
