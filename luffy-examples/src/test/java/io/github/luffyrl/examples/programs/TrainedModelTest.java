package io.github.luffyrl.examples.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.LuffyTraining;
import io.github.luffyrl.djl.TrainingResult;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.generation.TextGeneratorFactory;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.examples.digitmachine.DigitMachineTask;
import io.github.luffyrl.examples.experiment.EmbeddedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was just trained, loaded by DJL's criteria, answers as the policy that was trained. */
class TrainedModelTest {

    private static final SamplingParams SAMPLING = new SamplingParams(1, 76);
    private static final long SEED = 5;

    @TempDir private Path folder;

    @Test
    void aCheckpointAnswersAsThePolicy() throws Exception {
        DigitMachineTask task = new DigitMachineTask();
        Path base = Files.createDirectory(folder.resolve("base"));
        EmbeddedModel.unpack(base);
        List<Problem> problems = task.training(0).subList(0, 8);
        try (LoadedModel model = LoadedModel.open(base);
                ProblemEncoder encoder = ProblemEncoder.load(base, 256, 76)) {
            List<String> before = answers(model, encoder, problems);
            TrainingResult result =
                    LuffyTraining.of(
                                    Recipe.of(
                                            List.of(
                                                    "method=luffy",
                                                    "steps=3",
                                                    "optimizer.warmupSteps=0",
                                                    "optimizer.learningRate=0.003")))
                            .model(model)
                            .problems(task.training(0))
                            .evaluateOn(Map.of("some", problems))
                            .reward(task.reward())
                            .output(folder.resolve("run"))
                            .run();
            List<String> trained = answers(model, encoder, problems);
            assertNotEquals(before, trained);
            assertEquals(trained, served(result.folder().checkpoint(), problems));
        }
    }

    private static List<String> answers(
            LoadedModel model, ProblemEncoder encoder, List<Problem> problems) {
        return problems.stream()
                .map(
                        problem -> {
                            RolloutRequest request =
                                    new RolloutRequest(
                                            encoder.encodePrompt(problem), Prefix.NONE, SEED);
                            Trajectory written =
                                    new ModelPolicy(model.model(), 1)
                                            .rollout(List.of(request), SAMPLING)
                                            .get(0);
                            int[] ids = written.response().toArray();
                            int length = written.finished() ? ids.length - 1 : ids.length;
                            return encoder.tokenizer().decode(Arrays.copyOf(ids, length));
                        })
                .toList();
    }

    private static List<String> served(Path checkpoint, List<Problem> problems) throws Exception {
        TextGeneratorFactory factory = new TextGeneratorFactory();
        Criteria<String, String> criteria =
                Criteria.builder()
                        .setTypes(String.class, String.class)
                        .optModelPath(checkpoint)
                        .optEngine("PyTorch")
                        .optArgument("blockFactory", factory)
                        .optOption("hasParameter", "false")
                        .optTranslatorFactory(factory)
                        .optArgument("maxResponseTokens", SAMPLING.maxResponseTokens())
                        .optArgument("seed", SEED)
                        .build();
        try (ZooModel<String, String> model = criteria.loadModel();
                Predictor<String, String> predictor = model.newPredictor()) {
            return predictor.batchPredict(
                    problems.stream().map(problem -> problem.prompt().get(0).content()).toList());
        }
    }
}
