package io.github.luffyrl.examples.comparison;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.djl.TrainingResult;
import io.github.luffyrl.djl.evaluation.Evaluation;
import io.github.luffyrl.djl.evaluation.EvaluationCondition;
import io.github.luffyrl.djl.evaluation.EvaluationProtocol;
import io.github.luffyrl.djl.evaluation.ProtocolResult;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.djl.run.PolicyFactory;
import io.github.luffyrl.djl.run.RunFolder;
import io.github.luffyrl.djl.run.RunIdentity;
import io.github.luffyrl.djl.run.TrainingParts;
import io.github.luffyrl.examples.experiment.TrainingRun;
import io.github.luffyrl.examples.report.Console;
import io.github.luffyrl.examples.report.RunData;
import io.github.luffyrl.examples.task.SetRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains and measures a cell in this process, or what is left of it.
 *
 * @param cell what to run
 * @param comparison the folder of the comparison
 * @param sampling what is sampled of the trained model
 * @param console what the user sees
 */
public record CellRun(Cell cell, Path comparison, Sampling sampling, Console console) {

    private static final String TEMPLATE = "model";
    private static final String GRADER = "reward";

    /**
     * Runs it.
     *
     * @throws IOException when something cannot be read or written
     * @throws IllegalArgumentException if the folder holds another run
     */
    public void run() throws IOException {
        RunFolder folder = cell.folder(comparison);
        if (CellReport.exists(folder, sampling)) {
            return;
        }
        folder.requireRunOrEmpty();
        if (!Files.exists(folder.result())) {
            new TrainingRun(cell.recipe(), cell.problems(), cell.model(), console).run(folder);
        }
        TrainingResult result = TrainingResult.read(folder);
        Map<String, Double> numbers = new LinkedHashMap<>();
        List<CellReport.Pass> passes = sample(folder, numbers);
        RunData data = RunData.read(folder.path());
        numbers.put(Measure.STEPS.key(), (double) result.report().steps());
        numbers.put(Measure.FLOPS.key(), result.report().flops());
        numbers.put(Measure.SECONDS.key(), data.trainingSeconds());
        Measure.summarize(data, numbers);
        List<CellReport.SetAccuracy> sets =
                result.sets().stream()
                        .map(
                                set ->
                                        new CellReport.SetAccuracy(
                                                set.name(),
                                                cell.roles().get(set.name()),
                                                set.before(),
                                                set.after()))
                        .toList();
        new CellReport(
                        cell.task(),
                        cell.method(),
                        cell.recipe().seed(),
                        sampling,
                        sets,
                        passes,
                        numbers)
                .write(folder);
    }

    /** Checks that what is in the folder is of this cell. */
    void requireSame() throws IOException {
        RunFolder folder = cell.folder(comparison);
        if (folder.begun()) {
            new RunIdentity(LoadedModel.fingerprint(cell.model()), cell.problems().fingerprint())
                    .check(folder, cell.recipe().toYaml());
        }
    }

    private List<CellReport.Pass> sample(RunFolder folder, Map<String, Double> numbers)
            throws IOException {
        Path trained = folder.checkpoint();
        if (!Files.exists(trained)) {
            console.say("no model to sample from: the run has saved an adapter alone");
            return List.of();
        }
        TrainingParts parts = cell.problems().parts(cell.recipe());
        try (LoadedModel loaded = LoadedModel.open(trained)) {
            ProblemEncoder encoder = parts.encoder(loaded);
            demonstrationTokens(encoder, numbers);
            Optional<List<Problem>> problems = heldOut();
            if (sampling.temperatures().isEmpty() || problems.isEmpty()) {
                return List.of();
            }
            return protocol(parts)
                    .run(
                            parts.get(PolicyFactory.class).create(loaded.model()),
                            Map.of(TEMPLATE, encoder),
                            Map.of(
                                    SetRole.HELD_OUT.title(),
                                    problems.get().stream().limit(sampling.problems()).toList()),
                            folder.path().resolve("samples.jsonl"),
                            LoadedModel.fingerprint(trained),
                            (done, all) -> console.pass("  sampled " + done + " of " + all))
                    .rows()
                    .stream()
                    .map(this::pass)
                    .toList();
        }
    }

    private EvaluationProtocol protocol(TrainingParts parts) {
        return new EvaluationProtocol(
                sampling.temperatures().stream()
                        .map(t -> new EvaluationCondition(TEMPLATE, t, 1))
                        .toList(),
                sampling.samples(),
                Map.of(GRADER, parts.guarded(parts.get(RewardFunction.class))),
                Evaluation.SEED);
    }

    private CellReport.Pass pass(ProtocolResult.Row row) {
        return new CellReport.Pass(
                row.condition().temperature(),
                sampling.samples(),
                row.accuracy().average().value(),
                row.accuracy().passAt(sampling.samples()).value(),
                row.tokens());
    }

    private Optional<List<Problem>> heldOut() {
        return cell.problems().evaluation().entrySet().stream()
                .filter(set -> cell.roles().get(set.getKey()) == SetRole.HELD_OUT)
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private void demonstrationTokens(ProblemEncoder encoder, Map<String, Double> numbers) {
        encoder.encode(cell.problems().training()).stream()
                .flatMap(problem -> problem.demonstrations().stream())
                .mapToInt(demonstration -> demonstration.length())
                .average()
                .ifPresent(mean -> numbers.put(Measure.DEMONSTRATION_TOKENS.key(), mean));
    }
}
