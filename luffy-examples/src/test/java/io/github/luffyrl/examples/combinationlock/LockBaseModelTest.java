package io.github.luffyrl.examples.combinationlock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.prefix.PrefixUse;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.generation.ModelScorer;
import io.github.luffyrl.djl.problem.EncodedProblem;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.examples.experiment.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the task promises of the base model that comes with it. */
class LockBaseModelTest {

    private static final CombinationLockTask TASK = new CombinationLockTask();
    private static final Recipe RECIPE = Recipe.of(TASK.settings());

    @TempDir private static Path directory;
    private static LoadedModel base;

    @BeforeAll
    static void load() throws IOException {
        base = LoadedModel.open(TASK.unpackModel(directory));
    }

    @AfterAll
    static void close() {
        base.close();
    }

    @Test
    void itSolvesWhatIsEasyAndNothingThatIsHard() {
        Task task = Task.of(TASK, 0, 128);

        Map<String, Double> rates =
                task.parts(RECIPE)
                        .evaluation(
                                base.model(), task.parts(RECIPE).encoder(base), task.evaluation())
                        .rates();

        assertTrue(rates.getOrDefault("up, held out", 0.0) > 0.85, rates.toString());
        assertEquals(0.0, rates.get("down, held out"), rates.toString());
        assertEquals(0.0, rates.get("five wheels"), rates.toString());
        assertEquals(0.0, rates.get("past zero"), rates.toString());
    }

    @Test
    void theFirstTurnsDownAreAFewPercentLikely() {
        List<Problem> hard =
                TASK.training(0).stream()
                        .filter(problem -> !problem.demonstrations().isEmpty())
                        .limit(64)
                        .toList();
        ProblemEncoder encoder = base.encoder(32, RECIPE.sampling().maxResponseTokens());
        List<Trajectory> rows = new ArrayList<>();
        for (EncodedProblem problem : encoder.encode(hard)) {
            Tokens tokens = problem.demonstrations().get(0).tokens();
            rows.add(
                    new Trajectory(
                            problem.prompt(),
                            tokens,
                            tokens.length(),
                            PrefixUse.TRAINED,
                            new float[tokens.length()],
                            new float[tokens.length()],
                            true));
        }
        List<float[]> logProbs = new ModelScorer(base.model(), 4096).logProbs(rows, 1);
        double sum = 0;
        int count = 0;
        for (int i = 0; i < hard.size(); i++) {
            Lock lock = Lock.parse(hard.get(i).prompt().get(0).content());
            String text = hard.get(i).demonstrations().get(0).text();
            for (int wheel = 0; wheel < lock.wheels(); wheel++) {
                if (lock.shorterDown(wheel)) {
                    sum += Math.exp(logProbs.get(i)[text.indexOf('a' + wheel) + 1]);
                    count++;
                }
            }
        }
        assertEquals(3 * 64, count);
        assertTrue(sum / count > 0.01 && sum / count < 0.05, "mean: " + sum / count);
    }
}
