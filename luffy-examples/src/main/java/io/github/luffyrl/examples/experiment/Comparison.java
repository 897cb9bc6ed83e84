package io.github.luffyrl.examples.experiment;

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
 * that is finished is not repeated when the comparison is started again; one that is not starts
 * anew.
 */
public final class Comparison {

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
     * @param runs in the order of the table; all examine the same sets
     * @throws IOException when results cannot be written
     * @throws IllegalArgumentException if a finished run had other settings, problems or model
     */
    public void run(List<PlannedRun> runs) throws IOException {
        for (PlannedRun run : runs) {
            requireSame(run);
        }
        Map<String, List<RunResult>> results = new LinkedHashMap<>();
        for (int i = 0; i < runs.size(); i++) {
            PlannedRun run = runs.get(i);
            boolean finished = Files.exists(folder(run).result());
            console.say(
                    "%n%s, run %d of %d%s",
                    run.name(), i + 1, runs.size(), finished ? ": finished earlier" : "");
            if (!finished) {
                train(run);
            }
            results.computeIfAbsent(run.label(), label -> new ArrayList<>())
                    .add(RunResult.read(folder(run).result()));
        }
        report(runs, results);
    }

    private RunFolder folder(PlannedRun run) {
        return new RunFolder(folder.resolve(run.name()));
    }

    private void train(PlannedRun run) throws IOException {
        RunFolder target = folder(run);
        if (Files.exists(target.path())) {
            if (!Files.exists(target.recipe())) {
                throw new IOException(
                        target.path() + " is in the way: it is no folder of a run; remove it");
            }
            console.say("%s is not finished: starting anew", target.path());
            new TemporaryFolder(target.path()).close();
        }
        Files.createDirectories(target.path());
        try (LoadedModel loaded = LoadedModel.open(model);
                TrainingRun training = TrainingRun.prepare(run.recipe(), run.task(), loaded)) {
            training.run(target, console);
        }
    }

    private void requireSame(PlannedRun run) throws IOException {
        RunFolder earlier = folder(run);
        if (!Files.exists(earlier.result())) {
            return;
        }
        RunResult result = RunResult.read(earlier.result());
        require(
                Files.readString(earlier.recipe()).equals(run.recipe().toYaml()),
                earlier,
                "settings");
        require(result.model().equals(ModelFingerprint.of(model)), earlier, "model");
        require(result.data().equals(run.task().fingerprint()), earlier, "problems");
    }

    private static void require(boolean same, RunFolder earlier, String what) {
        if (!same) {
            throw new IllegalArgumentException(
                    earlier.path()
                            + " was made with other "
                            + what
                            + ": name another folder with --out, or remove this one");
        }
    }

    private void report(List<PlannedRun> runs, Map<String, List<RunResult>> results)
            throws IOException {
        List<String> sets =
                results.values().iterator().next().get(0).sets().stream()
                        .map(RunResult.ExaminedTwice::name)
                        .toList();
        Map<String, List<MeanInterval>> bars = new LinkedHashMap<>();
        List<RunResult> all = results.values().stream().flatMap(List::stream).toList();
        bars.put("before", means(sets, all, RunResult.ExaminedTwice::before));
        results.forEach(
                (label, of) -> bars.put(label, means(sets, of, RunResult.ExaminedTwice::after)));

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
    private static String meanFlops(List<RunResult> results) {
        double mean = results.stream().mapToDouble(RunResult::flops).average().orElseThrow();
        return mean == 0 ? "-" : String.format(Locale.ROOT, "%.3g", mean);
    }

    private static List<MeanInterval> means(
            List<String> sets,
            List<RunResult> results,
            Function<RunResult.ExaminedTwice, RunResult.Count> when) {
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

    private List<String> csv(List<PlannedRun> runs) throws IOException {
        List<String> lines = new ArrayList<>(List.of("label,seed,set,before,after,problems"));
        for (PlannedRun run : runs) {
            for (RunResult.ExaminedTwice set : RunResult.read(folder(run).result()).sets()) {
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
