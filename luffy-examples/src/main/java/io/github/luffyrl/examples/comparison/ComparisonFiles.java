package io.github.luffyrl.examples.comparison;

import io.github.luffyrl.djl.run.RunFile;
import io.github.luffyrl.examples.report.MeanInterval;
import io.github.luffyrl.examples.report.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a comparison writes: a page, pictures, a table as text, CSV, JSON and Markdown. */
record ComparisonFiles(Plan plan, ComparisonResults results, Path folder) {

    static final String PAGE = "comparison.html";

    void write() throws IOException {
        Files.writeString(folder.resolve("comparison.txt"), results.table());
        Files.write(folder.resolve("comparison.csv"), csv());
        RunFile.write(folder.resolve("comparison.json"), json());
        Files.writeString(folder.resolve("comparison.md"), new ComparisonMarkdown(results).text());
        new ComparisonPages(plan, results, folder).page().write(folder.resolve(PAGE));
        for (Map.Entry<String, ComparisonResults.TaskResults> task : results.tasks().entrySet()) {
            picture(task.getValue()).write(folder.resolve(task.getKey() + ".png"));
        }
    }

    /** A task's accuracies as bars, in the order of the table. */
    Picture picture(ComparisonResults.TaskResults task) {
        Map<String, List<MeanInterval>> bars = new LinkedHashMap<>();
        List<MeanInterval> before = new ArrayList<>();
        for (int set = 0; set < task.sets().size(); set++) {
            before.add(task.before(set));
        }
        bars.put("before training", before);
        for (String method : task.methods().keySet()) {
            List<MeanInterval> after = new ArrayList<>();
            for (int set = 0; set < task.sets().size(); set++) {
                after.add(task.after(method, set));
            }
            bars.put(method, after);
        }
        return Picture.ofMeans(task.title(), task.sets(), bars);
    }

    /** A line for each cell and set. */
    private List<String> csv() {
        List<String> lines = new ArrayList<>();
        List<Measure> numbers = new ArrayList<>(List.of(Measure.values()));
        numbers.removeAll(List.of(Measure.ACCURACY, Measure.ACCURACY_BEFORE));
        List<String> header =
                new ArrayList<>(
                        List.of("task", "method", "seed", "set", "role", "before", "after"));
        header.add("problems");
        numbers.forEach(measure -> header.add(measure.key()));
        lines.add(String.join(",", header));
        for (ComparisonResults.TaskResults task : results.tasks().values()) {
            for (CellReport cell : task.cells()) {
                for (CellReport.SetAccuracy set : cell.sets()) {
                    List<String> line = new ArrayList<>();
                    line.add(quoted(cell.task()));
                    line.add(quoted(cell.method()));
                    line.add(Long.toString(cell.seed()));
                    line.add(quoted(set.name()));
                    line.add(set.role() == null ? "" : set.role().title());
                    line.add(Double.toString(set.before().rate()));
                    line.add(Double.toString(set.after().rate()));
                    line.add(Integer.toString(set.after().problems()));
                    for (Measure measure : numbers) {
                        var value = measure.of(cell, Optional.empty());
                        line.add(value.isPresent() ? Double.toString(value.getAsDouble()) : "");
                    }
                    lines.add(String.join(",", line));
                }
            }
        }
        return lines;
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9._-]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    private Map<String, Object> json() {
        Map<String, Object> tasks = new LinkedHashMap<>();
        results.tasks().forEach((name, task) -> tasks.put(name, json(task)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("equal", plan.equalCompute() ? "compute" : "steps");
        json.put("missingCells", results.missing());
        json.put("tasks", tasks);
        return json;
    }

    private static Map<String, Object> json(ComparisonResults.TaskResults task) {
        Map<String, Object> methods = new LinkedHashMap<>();
        for (String method : task.methods().keySet()) {
            Map<String, Object> sets = new LinkedHashMap<>();
            for (int set = 0; set < task.sets().size(); set++) {
                MeanInterval after = task.after(method, set);
                Map<String, Object> mean = new LinkedHashMap<>();
                mean.put("mean", after.mean());
                if (!Double.isNaN(after.halfWidth())) { // JSON has no NaN
                    mean.put("halfWidth", after.halfWidth());
                }
                sets.put(task.sets().get(set), mean);
            }
            methods.put(method, sets);
        }
        List<Map<String, String>> claims = new ArrayList<>();
        for (Finding finding : task.findings()) {
            Map<String, String> claim = new LinkedHashMap<>();
            claim.put("id", finding.claim().id());
            claim.put("paper", finding.claim().paper());
            claim.put("says", finding.claim().says());
            claim.put("seen", finding.seen());
            claim.put("verdict", finding.verdict().text());
            claims.add(claim);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("accuracy", methods);
        json.put("claims", claims);
        json.put("cells", task.cells());
        return json;
    }
}
