package io.github.luffyrl.examples.cli;

import ai.djl.Model;
import io.github.luffyrl.djl.checkpoint.CheckpointWriter;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.examples.digitmachine.BaseMix;
import io.github.luffyrl.examples.digitmachine.BaseTraining;
import io.github.luffyrl.examples.digitmachine.ByteLevelTokenizer;
import io.github.luffyrl.examples.experiment.OutputFolder;
import io.github.luffyrl.examples.report.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes the embedded base model from nothing. */
@Command(
        name = "make-base",
        description =
                "Trains the embedded base model from scratch; the same seed gives the same model.",
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

    @Option(names = "--seed", paramLabel = "N", description = "of weights and examples")
    private long seed = BaseTraining.DEFAULT.seed();

    @Option(names = "--steps", paramLabel = "N", description = "optimiser steps")
    private int steps = BaseTraining.DEFAULT.steps();

    @Option(
            names = "--patience",
            paramLabel = "P",
            description = "probability of writing another line of a long chain")
    private double patience = BaseTraining.DEFAULT.mix().patience();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        BaseTraining training = training();
        OutputFolder folder = OutputFolder.of(out);
        Console console = Consoles.of(spec.commandLine());
        try (Model model = training.train((step, loss) -> tell(console, step, loss))) {
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
            return new BaseTraining(seed, steps, new BaseMix(patience));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void tell(Console console, int step, double loss) {
        String line = String.format(Locale.ROOT, "step %d/%d  loss %.4f", step, steps, loss);
        if (step % STEPS_PER_LINE == 0 || step == 1 || step == steps) {
            console.say("%s", line);
        } else {
            console.pass(line);
        }
    }
}
