package io.github.luffyrl.examples.report;

import io.github.luffyrl.djl.evaluation.Accuracy;
import io.github.luffyrl.djl.listener.Durations;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One or several runs as a page that needs nothing else: no script, no network.
 *
 * <pre>{@code
 * new HtmlReport(List.of(RunData.read(Path.of("runs/luffy-1")))).write(Path.of("report.html"));
 * }</pre>
 */
public final class HtmlReport {

    private static final String STYLE = "/report.css";

    /** Colours of the style sheet. */
    private static final int MOST_RUNS = 6;

    private final List<RunData> runs;

    /**
     * Creates a report.
     *
     * @param runs one to be shown, or up to six to be compared
     */
    public HtmlReport(List<RunData> runs) {
        if (runs.isEmpty() || runs.size() > MOST_RUNS) {
            throw new IllegalArgumentException(
                    "a report shows 1 to " + MOST_RUNS + " runs, not " + runs.size());
        }
        this.runs = List.copyOf(runs);
    }

    /**
     * Writes the page.
     *
     * @param file created or overwritten
     * @throws IOException when it cannot be written
     */
    public void write(Path file) throws IOException {
        Files.writeString(file, page());
    }

    private String page() throws IOException {
        String title = runs.stream().map(RunData::name).collect(Collectors.joining(", "));
        return """
               <!DOCTYPE html>
               <html lang="en">
               <head>
               <meta charset="utf-8"/>
               <meta name="viewport" content="width=device-width, initial-scale=1"/>
               <title>%s</title>
               <style>
               %s</style>
               </head>
               <body>
               <h1>%s</h1>
               %s%s%s%s%s%s</body>
               </html>
               """
                .formatted(
                        Html.text(title),
                        style(),
                        runs.size() == 1 ? "Training run " + Html.text(title) : "Runs compared",
                        section("", summary()),
                        section("Accuracy", tables()),
                        section("Curves", curves()),
                        section("Time", times()),
                        section("Responses", responses()),
                        section("Settings", Settings.draw(runs)));
    }

    private static String style() throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream(STYLE)) {
            if (in == null) {
                throw new FileNotFoundException("no resource " + STYLE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String section(String title, String content) {
        if (content.isEmpty()) {
            return "";
        }
        String heading = title.isEmpty() ? "" : "<h2>" + title + "</h2>\n";
        return "<section>\n" + heading + content + "</section>\n";
    }

    private String summary() {
        StringBuilder table =
                new StringBuilder(
                        "<table><tr><th>run</th><th>steps</th><th>solved alone</th>"
                                + "<th>reward</th><th>response tokens</th><th>entropy</th>"
                                + "<th>time</th></tr>\n");
        for (int run = 0; run < runs.size(); run++) {
            RunData data = runs.get(run);
            double seconds = data.trainingSeconds();
            table.append(
                    "<tr><td>%s</td><td>%d</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n"
                            .formatted(
                                    name(run),
                                    data.steps(),
                                    change(data, Panel.ON_POLICY_SOLVED),
                                    change(data, Panel.REWARD),
                                    change(data, Panel.RESPONSE_TOKENS),
                                    change(data, Panel.ENTROPY),
                                    seconds > 0 ? Durations.text(seconds) : "–"));
        }
        return table
                + "</table>\n<p class=\"note\">Means of the first and the last tenth of the"
                + " steps. Time is that of the training steps.</p>\n";
    }

    private static String change(RunData data, Panel panel) {
        Series series = data.metric(panel.key);
        return Html.number(series.tenth(true), panel.share)
                + " → <b>"
                + Html.number(series.tenth(false), panel.share)
                + "</b>";
    }

    private String name(int run) {
        return "<i class=\"dot run%d\"></i>%s".formatted(run, Html.text(runs.get(run).name()));
    }

    private String tables() {
        return perRun(
                run -> {
                    String table = runs.get(run).table();
                    return table.isEmpty() ? "" : "<pre>" + Html.text(table) + "</pre>\n";
                });
    }

    private String curves() {
        StringBuilder figures = new StringBuilder();
        for (Panel panel : Panel.values()) {
            List<Series> series = runs.stream().map(run -> run.metric(panel.key)).toList();
            if (series.stream().anyMatch(panel::hasNews)) {
                figures.append(
                        "<figure><figcaption><b>%s</b> <span>%s</span></figcaption>\n%s</figure>\n"
                                .formatted(
                                        panel.title,
                                        panel.hint,
                                        LineChart.draw(series, panel.share)));
            }
        }
        return figures.isEmpty()
                ? ""
                : legend() + "<div class=\"curves\">\n" + figures + "</div>\n";
    }

    private String legend() {
        if (runs.size() == 1) {
            return "";
        }
        StringBuilder legend = new StringBuilder("<p class=\"legend\">");
        for (int run = 0; run < runs.size(); run++) {
            legend.append("<span>").append(name(run)).append("</span>");
        }
        return legend.append("</p>\n").toString();
    }

    private String times() {
        return perRun(run -> PhaseBar.draw(runs.get(run).phases()));
    }

    private String responses() {
        String cards = perRun(run -> CompletionCards.draw(runs.get(run).completions()));
        return cards.isEmpty()
                ? ""
                : "<p class=\"note\">Text <mark>copied from a demonstration</mark> is marked; the"
                        + " policy wrote the rest.</p>\n"
                        + cards;
    }

    @FunctionalInterface
    private interface OfRun {
        String html(int run);
    }

    private String perRun(OfRun part) {
        StringBuilder html = new StringBuilder();
        for (int run = 0; run < runs.size(); run++) {
            String content = part.html(run);
            if (!content.isEmpty()) {
                html.append(runs.size() == 1 ? "" : "<p class=\"of\">" + name(run) + "</p>\n");
                html.append(content);
            }
        }
        return html.toString();
    }
}
