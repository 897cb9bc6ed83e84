import io.github.luffyrl.djl.LuffyTraining;
import io.github.luffyrl.djl.recipe.Recipe;
import java.nio.file.Path;

/** The library call, with the reward that the recipe names. */
public final class LibraryCall {
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments.length == 0 ? "" : arguments[0]);
        LuffyTraining.of(Recipe.load(folder.resolve("recipe.yaml")))
                .model(folder.resolve("Qwen2.5-0.5B-Instruct"))
                .problems(folder.resolve("problems.jsonl"))
                .output(folder.resolve("LibraryCall"))
                .run();
    }
}
