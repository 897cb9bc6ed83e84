import com.google.inject.Guice;
import io.github.luffyrl.djl.LuffyTraining;
import io.github.luffyrl.djl.guice.LuffyModule;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.rewards.guice.RewardsModule;
import java.nio.file.Path;

/** The same by injection. */
public final class Injected {
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments.length == 0 ? "" : arguments[0]);
        Recipe recipe = Recipe.load(folder.resolve("recipe.yaml"));
        Guice.createInjector(new LuffyModule(recipe), new RewardsModule())
                .getInstance(LuffyTraining.class)
                .model(folder.resolve("Qwen2.5-0.5B-Instruct"))
                .problems(folder.resolve("problems.jsonl"))
                .output(folder.resolve("Injected"))
                .run();
    }
}
