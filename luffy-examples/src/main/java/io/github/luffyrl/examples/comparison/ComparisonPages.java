package io.github.luffyrl.examples.comparison;

import io.github.luffyrl.examples.report.ComparisonPage;
import io.github.luffyrl.examples.report.ComparisonPage.ClaimGroup;
import io.github.luffyrl.examples.report.ComparisonPage.ClaimRow;
import io.github.luffyrl.examples.report.MeanInterval;
import io.github.luffyrl.examples.report.RunData;
import io.github.luffyrl.examples.report.Series;
import io.github.luffyrl.examples.report.TaskPart;
import io.github.luffyrl.examples.report.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Fills the page of a comparison. */
record ComparisonPages(Plan plan, ComparisonResults results, Path folder) {

    static final String RULE =
            "The two quantities of a claim are subtracted seed by seed (runs with the same seed have"
                    + " the same problems). The claim holds if all of the 95 % Student interval of"
                    + " the mean difference is above 0, it does not hold if all of it is below 0;"
                    + " otherwise, and with a single seed, this comparison cannot tell. Of 20 such"
                    + " intervals one misses the truth on average.";

    private static final List<Measure> COSTS =
            List.of(Measure.STEPS, Measure.FLOPS, Measure.SECONDS, Measure.DEMONSTRATIONS_SOLVED);

    /** A number at first and at the end. */
    private record Change(String title, Measure begin, Measure end) {

        static final List<Change> ALL =
                List.of(
                        new Change("solved rollouts", Measure.SOLVED_BEGIN, Measure.SOLVED_END),
                        new Change("entropy", Measure.ENTROPY_BEGIN, Measure.ENTROPY_END),
                        new Change(
                                "response length",
                                Measure.RESPONSE_TOKENS_BEGIN,
                                Measure.RESPONSE_TOKENS_END),
                        new Change(
                                "off-policy tokens",
                                Measure.OFF_POLICY_TOKENS_BEGIN,
                                Measure.OFF_POLICY_TOKENS_END));

        String text(ComparisonResults.TaskResults task, String method) {
            String first = begin.unit().text(task.number(method, begin).mean());
            return first + " → " + end.unit().text(task.number(method, end).mean());
        }
    }

    ComparisonPage page() throws IOException {
        List<TaskPart> parts = new ArrayList<>();
        for (Map.Entry<String, ComparisonResults.TaskResults> task : results.tasks().entrySet()) {
            parts.add(part(task.getKey(), task.getValue()));
        }
        Map<String, String> recipes = new LinkedHashMap<>();
        for (Cell cell : plan.cells()) {
            recipes.putIfAbsent(cell.method(), cell.recipe().toYaml());
        }
        return new ComparisonPage(
                introduction(),
                RULE,
                claims(),
                parts,
                List.copyOf(recipes.values()),
                List.copyOf(recipes.keySet()));
    }

    private List<String> introduction() {
        List<String> paragraphs = new ArrayList<>();
        long methods = plan.cells().stream().map(Cell::method).distinct().count();
        long seeds = plan.cells().stream().map(cell -> cell.recipe().seed()).distinct().count();
        paragraphs.add(
                methods
                        + " methods on "
                        + results.tasks().size()
                        + (results.tasks().size() == 1 ? " task" : " tasks")
                        + " with up to "
                        + seeds
                        + (seeds == 1 ? " seed" : " seeds")
                        + ", at equal "
                        + (plan.equalCompute() ? "compute." : "steps."));
        paragraphs.add(
                "Intervals are 95 % Student intervals of the mean over the seeds. A seed decides the"
                        + " problems, the samples and the order of both, so runs with the same seed"
                        + " are pairs.");
        if (results.missing() > 0) {
            paragraphs.add(
                    results.missing()
                            + " of "
                            + plan.cells().size()
                            + " cells are not finished and not in this report.");
        }
        return paragraphs;
    }

    private List<ClaimGroup> claims() {
        Map<Verdict, List<ClaimRow>> groups = new LinkedHashMap<>();
        for (Verdict verdict : Verdict.values()) {
            groups.put(verdict, new ArrayList<>());
        }
        for (ComparisonResults.TaskResults task : results.tasks().values()) {
            for (Finding finding : task.findings()) {
                boolean outside = finding.verdict() == Verdict.NOT_ADDRESSED;
                ClaimRow row =
                        new ClaimRow(
                                outside || results.tasks().size() == 1 ? "" : task.title(),
                                finding.claim().paper(),
                                finding.claim().says(),
                                finding.seen());
                List<ClaimRow> group =
                        groups.computeIfAbsent(finding.verdict(), v -> new ArrayList<>());
                if (!group.contains(row)) {
                    group.add(row);
                }
            }
        }
        return groups.entrySet().stream()
                .filter(group -> !group.getValue().isEmpty())
                .map(g -> new ClaimGroup(g.getKey().text(), style(g.getKey()), g.getValue()))
                .toList();
    }

    private static String style(Verdict verdict) {
        return switch (verdict) {
            case HOLDS -> "right";
            case DOES_NOT_HOLD -> "wrong";
            case CANNOT_TELL, NOT_ADDRESSED -> "";
        };
    }

    private TaskPart part(String name, ComparisonResults.TaskResults task) throws IOException {
        List<String> methods = List.copyOf(task.methods().keySet());
        TaskPart part = new TaskPart(task.title(), methods);
        addTables(part, task, methods);
        for (int set = 0; set < task.sets().size(); set++) {
            int index = set;
            part.addMeans(
                    task.sets().get(set),
                    "solved after training, with 95 % intervals",
                    methods.stream().map(method -> task.after(method, index)).toList());
        }
        addPasses(part, task, methods);
        Map<String, List<RunData>> runs = new LinkedHashMap<>();
        for (Cell cell : plan.cells()) {
            Path run = cell.folder(folder).path();
            if (cell.task().equals(name)
                    && CellReport.exists(cell.folder(folder), plan.sampling())) {
                runs.computeIfAbsent(cell.method(), m -> new ArrayList<>()).add(RunData.read(run));
            }
        }
        new Curves(part, List.copyOf(runs.values())).add();
        return part;
    }

    private void addTables(
            TaskPart part, ComparisonResults.TaskResults task, List<String> methods) {
        List<List<String>> accuracies = new ArrayList<>();
        for (String method : methods) {
            List<String> row = new ArrayList<>();
            row.add(Integer.toString(task.cells(method).size()));
            for (int set = 0; set < task.sets().size(); set++) {
                row.add(text(task.after(method, set), Unit.SHARE));
            }
            accuracies.add(row);
        }
        List<String> header = new ArrayList<>(List.of("seeds"));
        List<String> before = new ArrayList<>();
        for (int set = 0; set < task.sets().size(); set++) {
            header.add(task.sets().get(set));
            before.add(task.sets().get(set) + " " + text(task.before(set), Unit.SHARE));
        }
        part.addTable(
                "Accuracy",
                "Before training: " + String.join(", ", before) + ".",
                header,
                accuracies);
        part.addTable(
                "Compute and training",
                "Arrows lead from the first to the last tenth of the steps. Seconds are those of the"
                        + " training steps, on a machine that other runs may have used as well.",
                Stream.concat(
                                COSTS.stream().map(Measure::title),
                                Change.ALL.stream().map(Change::title))
                        .toList(),
                methods.stream().map(method -> costs(task, method)).toList());
    }

    private static List<String> costs(ComparisonResults.TaskResults task, String method) {
        return Stream.concat(
                        COSTS.stream().map(m -> text(task.number(method, m), m.unit())),
                        Change.ALL.stream().map(change -> change.text(task, method)))
                .toList();
    }

    private static String text(MeanInterval value, Unit unit) {
        return Double.isNaN(value.halfWidth())
                ? unit.text(value.mean())
                : unit.text(value.mean()) + " ± " + unit.text(value.halfWidth()).replace(" %", "");
    }

    private void addPasses(
            TaskPart part, ComparisonResults.TaskResults task, List<String> methods) {
        int samples = plan.sampling().samples();
        String hint = "held out, " + samples + " samples of each problem, by temperature";
        part.addPlaces(
                "avg@" + samples,
                hint,
                Unit.SHARE,
                "temperature",
                passes(task, methods, CellReport.Pass::average));
        part.addPlaces(
                "pass@" + samples,
                hint,
                Unit.SHARE,
                "temperature",
                passes(task, methods, CellReport.Pass::pass));
    }

    private static List<List<Series>> passes(
            ComparisonResults.TaskResults task,
            List<String> methods,
            Function<CellReport.Pass, Double> value) {
        List<List<Series>> curves = new ArrayList<>();
        for (String method : methods) {
            List<Series> seeds = new ArrayList<>();
            for (CellReport cell : task.cells(method)) {
                seeds.add(
                        new Series(
                                cell.passes().stream()
                                        .map(p -> new Series.Point(p.temperature(), value.apply(p)))
                                        .toList()));
            }
            curves.add(seeds);
        }
        return curves;
    }
}
