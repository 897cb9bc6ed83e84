import io.github.luffyrl.djl.LuffyTraining;
import io.github.luffyrl.djl.TrainingResult;
import io.github.luffyrl.djl.listener.ConsoleSink;
import io.github.luffyrl.djl.recipe.Recipe;
import java.nio.file.Path;

/** Trains the model in base on problems.jsonl. Run again after a kill, it resumes. */
public class Train {

    public static void main(String[] args) throws Exception {
        Recipe recipe = Recipe.load(Path.of("recipe.yaml"));
        TrainingResult result =
                LuffyTraining.of(recipe)
                        .model(Path.of("base"))
                        .problems(Path.of("problems.jsonl"))
                        .heldOut(Path.of("test.jsonl"))
                        .sink(new ConsoleSink(recipe.totalSteps(), recipe.flops(), 10, System.out::println, next -> {}))
                        .output(Path.of("trained"))
                        .run();
        for (TrainingResult.EvaluatedTwice set : result.sets()) {
            System.out.printf("%s: %s before, %s after%n", set.name(), set.before().text(), set.after().text());
        }
        System.out.println("the trained model: " + result.folder().checkpoint());
    }
}
