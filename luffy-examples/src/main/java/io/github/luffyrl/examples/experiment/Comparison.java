package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.djl.TrainingResult;
import io.github.luffyrl.djl.TrainingResult.EvaluatedTwice;
import io.github.luffyrl.djl.evaluation.Accuracy;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.djl.run.RunFolder;
import io.github.luffyrl.djl.run.RunIdentity;
import io.github.luffyrl.examples.report.Console;
import io.github.luffyrl.examples.report.MeanInterval;
import io.github.luffyrl.examples.report.Picture;
import io.github.luffyrl.examples.report.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Trains one run after the other and compares them, each label by its mean over the seeds. A run
 * that is finished is not repeated when the comparison is started again; one that is not resumes.
 */
public final class Comparison {

    /**
     * A run of a comparison.
     *
     * @param label what is compared, such as the method; runs that differ in their seed alone share
     *     it
     * @param recipe every setting
     * @param task the problems
     */
    public record Run(String label, Recipe recipe, Task task) {

        /** Such as {@code luffy-seed-0}. */
        String name() {
            return label + "-seed-" + recipe.seed();
        }
    }

    private final Path folder;
    private final Path model;
    private final Console console;

    /**
     * Creates a comparison.
     *
     * @param folder holds a folder for each run, and the comparison
     * @param model the directory that every run starts from
     * @param console what the user sees
     */
    public Comparison(Path folder, Path model, Console console) {
        this.folder = folder;
        this.model = model;
        this.console = console;
    }

    /**
     * Runs what is not finished yet, and compares all.
     *
     * @param runs in the order of the table; all evaluate the same sets
     * @throws IOException when results cannot be written
     * @throws IllegalArgumentException if a finished run had other settings, problems or model
     */
    public void run(List<Run> runs) throws IOException {
        for (Run run : runs) {
            requireSame(run);
        }
        Map<String, List<TrainingResult>> results = new LinkedHashMap<>();
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            boolean finished = Files.exists(folder(run).result());
            console.say(
                    "%n%s, run %d of %d%s",
                    run.name(), i + 1, runs.size(), finished ? ": finished earlier" : "");
            if (!finished) {
                train(run);
            }
            results.computeIfAbsent(run.label(), label -> new ArrayList<>())
                    .add(TrainingResult.read(folder(run)));
        }
        report(runs, results);
    }

    private RunFolder folder(Run run) {
        return new RunFolder(folder.resolve(run.name()));
    }

    private void train(Run run) throws IOException {
        RunFolder target = folder(run);
        target.requireRunOrEmpty();
        new TrainingRun(run.recipe(), run.task(), model, console).run(target);
    }

    private void requireSame(Run run) throws IOException {
        if (folder(run).begun()) {
            new RunIdentity(LoadedModel.fingerprint(model), run.task().fingerprint())
                    .check(folder(run), run.recipe().toYaml());
        }
    }

    private void report(List<Run> runs, Map<String, List<TrainingResult>> results)
            throws IOException {
        List<String> sets =
                results.values().iterator().next().get(0).sets().stream()
                        .map(EvaluatedTwice::name)
                        .toList();
        Map<String, List<MeanInterval>> bars = new LinkedHashMap<>();
        List<TrainingResult> all = results.values().stream().flatMap(List::stream).toList();
        bars.put("before", means(sets, all, EvaluatedTwice::before));
        results.forEach((label, of) -> bars.put(label, means(sets, of, EvaluatedTwice::after)));

        TextTable table = new TextTable();
        List<String> header = new ArrayList<>(List.of("solved, %, mean +- 95 % over seeds"));
        header.addAll(bars.keySet());
        table.row(header);
        for (int s = 0; s < sets.size(); s++) {
            List<String> row = new ArrayList<>(List.of(sets.get(s)));
            for (List<MeanInterval> bar : bars.values()) {
                row.add(bar.get(s).percent());
            }
            table.row(row);
        }
        List<String> cost = new ArrayList<>(List.of("FLOPs, mean", "-"));
        results.values().forEach(of -> cost.add(meanFlops(of)));
        table.row(cost);
        console.say("%n%s", table);
        Files.writeString(folder.resolve("comparison.txt"), table.toString());
        Files.write(folder.resolve("comparison.csv"), csv(runs));
        try {
            String title = runs.get(0).task().name();
            Picture.ofMeans(title, sets, bars).write(folder.resolve("comparison.png"));
        } catch (IOException e) {
            console.say("no picture of the comparison: %s", e);
        }
        console.say("comparison   %s", folder);
    }

    /** Of runs whose cost was counted. */
    private static String meanFlops(List<TrainingResult> results) {
        double mean =
                results.stream()
                        .mapToDouble(result -> result.report().flops())
                        .average()
                        .orElseThrow();
        return mean == 0 ? "-" : String.format(Locale.ROOT, "%.3g", mean);
    }

    private static List<MeanInterval> means(
            List<String> sets,
            List<TrainingResult> results,
            Function<EvaluatedTwice, Accuracy> when) {
        List<MeanInterval> means = new ArrayList<>();
        for (int s = 0; s < sets.size(); s++) {
            int set = s;
            means.add(
                    MeanInterval.of(
                            results.stream()
                                    .mapToDouble(r -> when.apply(r.sets().get(set)).rate())
                                    .toArray()));
        }
        return means;
    }

    private List<String> csv(List<Run> runs) throws IOException {
        List<String> lines = new ArrayList<>(List.of("label,seed,set,before,after,problems"));
        for (Run run : runs) {
            for (EvaluatedTwice set : TrainingResult.read(folder(run)).sets()) {
                lines.add(
                        String.join(
                                ",",
                                run.label(),
                                String.valueOf(run.recipe().seed()),
                                "\"" + set.name().replace("\"", "\"\"") + "\"",
                                String.valueOf(set.before().rate()),
                                String.valueOf(set.after().rate()),
                                String.valueOf(set.after().problems())));
            }
        }
        return lines;
    }
}
