package io.github.luffyrl.examples.cli;

import ai.djl.Model;
import io.github.luffyrl.djl.checkpoint.CheckpointWriter;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.examples.digitmachine.BaseTraining;
import io.github.luffyrl.examples.digitmachine.ByteLevelTokenizer;
import io.github.luffyrl.examples.experiment.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the embedded base model from nothing. */
@Command(
        name = "make-base",
        description = "Trains the embedded base model from nothing; the same seed gives the same.",
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
    private double patience = BaseTraining.DEFAULT.patience();

    @Override
    public Integer call() throws IOException {
        RunFolder.create(out);
        BaseTraining training = new BaseTraining(seed, steps, patience);
        try (Model model =
                training.train(
                        (step, loss) -> {
                            if (step % STEPS_PER_LINE == 0 || step == 1) {
                                System.out.printf(
                                        Locale.ROOT, "step %d/%d  loss %.4f%n", step, steps, loss);
                            }
                        })) {
            CausalLanguageModel.save(
                    model,
                    new CheckpointWriter(StoredType.F32),
                    out,
                    directory -> {
                        BaseTraining.config().write(directory);
                        ByteLevelTokenizer.write(directory);
                    });
        }
        System.out.println("written to " + out);
        return 0;
    }
}
