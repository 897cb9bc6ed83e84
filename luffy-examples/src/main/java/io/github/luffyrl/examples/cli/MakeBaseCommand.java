package io.github.luffyrl.examples.cli;

import ai.djl.Model;
import io.github.luffyrl.djl.checkpoint.CheckpointWriter;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.examples.basemodel.BaseExample;
import io.github.luffyrl.examples.basemodel.BaseTraining;
import io.github.luffyrl.examples.basemodel.ByteLevelTokenizer;
import io.github.luffyrl.examples.digitmachine.BaseMix;
import io.github.luffyrl.examples.digitmachine.DigitMachineTask;
import io.github.luffyrl.examples.experiment.EmbeddedTasks;
import io.github.luffyrl.examples.experiment.OutputFolder;
import io.github.luffyrl.examples.report.Console;
import io.github.luffyrl.examples.task.EmbeddedTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes the base model of an embedded task from nothing. */
@Command(
        name = "make-base",
        description =
                "Trains the base model of an embedded task from scratch; the same seed gives the same"
                        + " model.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
final class MakeBaseCommand implements Callable<Integer> {

    private static final int STEPS_PER_LINE = 50;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "an empty or new folder for the model")
    private Path out = Path.of("");

    @Option(names = "--task", paramLabel = "NAME", description = "which task")
    private String task = "digit-machine";

    @Option(names = "--seed", paramLabel = "N", description = "of weights and examples")
    private long seed = BaseTraining.DEFAULT_SEED;

    @Option(
            names = "--steps",
            paramLabel = "N",
            showDefaultValue = Visibility.NEVER,
            description = "optimizer steps; by default those of the model that comes with luffy")
    private @Nullable Integer steps;

    @Option(
            names = "--patience",
            paramLabel = "P",
            showDefaultValue = Visibility.NEVER,
            description =
                    "of the digit machine: probability of writing another line of a long chain,"
                            + " 0.15 by default")
    private @Nullable Double patience;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        BaseTraining training = training();
        OutputFolder folder = OutputFolder.of(out);
        Console console = Consoles.of(spec.commandLine());
        try (Model model =
                training.train((step, loss) -> tell(console, training.steps(), step, loss))) {
            CausalLanguageModel.save(
                    model,
                    new CheckpointWriter(StoredType.F32),
                    folder.create(),
                    directory -> {
                        BaseTraining.config().write(directory);
                        ByteLevelTokenizer.write(directory);
                    });
        }
        console.say("model written to %s", out);
        return 0;
    }

    private BaseTraining training() {
        try {
            EmbeddedTask made = EmbeddedTasks.named(task);
            return new BaseTraining(seed, steps == null ? made.baseSteps() : steps, examples(made));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Function<RandomGenerator, BaseExample> examples(EmbeddedTask made) {
        Double given = patience;
        if (given == null) {
            return made::baseExample;
        }
        if (!(made instanceof DigitMachineTask)) {
            throw new IllegalArgumentException("--patience is of the digit machine only");
        }
        return new BaseMix(given)::draw;
    }

    private static void tell(Console console, int steps, int step, double loss) {
        String line = String.format(Locale.ROOT, "step %d/%d  loss %.4f", step, steps, loss);
        if (step % STEPS_PER_LINE == 0 || step == 1 || step == steps) {
            console.say("%s", line);
        } else {
            console.pass(line);
        }
    }
}
