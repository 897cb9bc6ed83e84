package io.github.luffyrl.examples.report;

import io.github.luffyrl.djl.listener.Durations;
import io.github.luffyrl.examples.report.Chart.Ink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One or several runs as a page that needs nothing else: no script, no network. The page is the
 * template {@code report.html}, filled in.
 *
 * <pre>{@code
 * HtmlReport.of(List.of(Path.of("runs/luffy-1"))).write(Path.of("report.html"));
 * }</pre>
 */
public final class HtmlReport {

    private static final double SHOWN_SHARE = 0.005;

    private final List<Run> runs = new ArrayList<>();
    private final List<Figure> figures;
    private final List<RecipeDifferences.Difference> differences;

    /**
     * What the template shows of a run.
     *
     * @param changes of the metrics in the table on top, from the first steps to the last
     * @param table accuracies, as text
     * @param recipe as YAML
     */
    private record Run(
            Ink ink,
            String name,
            long steps,
            List<Change> changes,
            String time,
            String table,
            List<Phase> phases,
            List<SampledResponses.Step> responses,
            String recipe) {

        static Run of(RunData data, Ink ink) {
            double seconds = data.trainingSeconds();
            return new Run(
                    ink,
                    data.name(),
                    data.steps(),
                    List.of(
                            Change.of(data, Panel.ON_POLICY_SOLVED),
                            Change.of(data, Panel.REWARD),
                            Change.of(data, Panel.RESPONSE_TOKENS),
                            Change.of(data, Panel.ENTROPY)),
                    seconds > 0 ? Durations.text(seconds) : "–",
                    data.table(),
                    Phase.of(data),
                    SampledResponses.of(data),
                    data.recipe());
        }
    }

    private record Change(String begin, String end) {

        static Change of(RunData data, Panel panel) {
            Series series = data.metric(panel.key);
            return new Change(panel.unit.text(series.begin()), panel.unit.text(series.end()));
        }
    }

    /**
     * What a run spent its time on.
     *
     * @param ink the same in all runs
     * @param percent of the run's time
     * @param drawn whether it is long enough to be seen in the bar
     */
    private record Phase(
            Ink ink, String name, double percent, String share, String time, boolean drawn) {

        static List<Phase> of(RunData data) {
            List<Phase> phases = new ArrayList<>();
            int ink = 0;
            for (Map.Entry<String, Series> phase : data.seconds().entrySet()) {
                double seconds = phase.getValue().values().sum();
                double share = seconds / data.trainingSeconds();
                if (share > 0) {
                    phases.add(
                            new Phase(
                                    Ink.of(ink),
                                    words(phase.getKey()),
                                    100 * share,
                                    Unit.SHARE.text(share),
                                    Durations.text(seconds),
                                    share >= SHOWN_SHARE));
                }
                ink++;
            }
            return phases;
        }

        /** {@code forwardBackward} as {@code forward backward}. */
        private static String words(String name) {
            return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        }
    }

    private HtmlReport(List<RunData> data) {
        data.forEach(run -> runs.add(Run.of(run, Ink.of(runs.size()))));
        figures = Panel.draw(data);
        differences = RecipeDifferences.of(data.stream().map(RunData::recipe).toList());
    }

    /**
     * Reads runs.
     *
     * @param folders of training runs, finished or not: one to show, or up to ten to compare
     * @return their report
     * @throws IOException when the metrics of a run are missing, or a file is broken
     */
    public static HtmlReport of(List<Path> folders) throws IOException {
        int most = Ink.SERIES.size();
        if (folders.isEmpty() || folders.size() > most) {
            throw new IllegalArgumentException(
                    "a report shows 1 to " + most + " runs, not " + folders.size());
        }
        List<RunData> data = new ArrayList<>();
        for (Path folder : folders) {
            data.add(RunData.read(folder));
        }
        return new HtmlReport(data);
    }

    /**
     * Writes the page.
     *
     * @param file created or overwritten
     * @throws IOException when it cannot be written
     */
    public void write(Path file) throws IOException {
        boolean compared = runs.size() > 1;
        Map<String, Object> page =
                Map.of(
                        "title",
                        String.join(", ", runs.stream().map(Run::name).toList()),
                        "compared",
                        compared,
                        "runs",
                        runs,
                        "figures",
                        figures,
                        "differences",
                        differences,
                        "hasTables",
                        runs.stream().anyMatch(run -> !run.table().isEmpty()),
                        "hasPhases",
                        runs.stream().anyMatch(run -> !run.phases().isEmpty()),
                        "hasResponses",
                        runs.stream().anyMatch(run -> !run.responses().isEmpty()));
        new Page("report", page).write(file);
    }
}
