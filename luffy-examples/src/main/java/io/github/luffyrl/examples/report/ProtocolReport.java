package io.github.luffyrl.examples.report;

import io.github.luffyrl.core.metric.Interval;
import io.github.luffyrl.core.metric.SampledAccuracy.Estimate;
import io.github.luffyrl.djl.evaluation.EvaluationCondition;
import io.github.luffyrl.djl.evaluation.ProtocolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What an evaluation under several conditions has measured: {@code evaluation.txt}, {@code
 * evaluation.csv} and {@code evaluation.png}.
 *
 * @param samples of each problem, k
 * @param result what was measured
 */
public record ProtocolReport(int samples, ProtocolResult result) {

    /**
     * Writes the files.
     *
     * @param folder exists
     * @throws IOException when one cannot be written
     */
    public void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("evaluation.txt"), toString());
        Files.write(folder.resolve("evaluation.csv"), csv());
        picture().write(folder.resolve("evaluation.png"));
    }

    /** Returns the table. */
    @Override
    public String toString() {
        TextTable table =
                new TextTable()
                        .row(
                                "%, 95 % interval",
                                "grader",
                                "template",
                                "top-p",
                                "temperature",
                                "problems",
                                "avg@" + samples,
                                "pass@" + samples,
                                "tokens",
                                "unfinished, %");
        for (ProtocolResult.Row row : result.rows()) {
            EvaluationCondition condition = row.condition();
            table.row(
                    row.set(),
                    row.grader(),
                    condition.template(),
                    Double.toString(condition.topP()),
                    Double.toString(condition.temperature()),
                    Integer.toString(row.accuracy().problems().size()),
                    cell(row.accuracy().average()),
                    cell(row.accuracy().passAt(samples)),
                    String.format(Locale.ROOT, "%.1f", row.tokens()),
                    String.format(Locale.ROOT, "%.1f", 100 * row.unfinished()));
        }
        return table.toString();
    }

    private static String cell(Estimate estimate) {
        return String.format(
                Locale.ROOT,
                "%5.1f [%.1f, %.1f]",
                100 * estimate.value(),
                100 * estimate.interval().low(),
                100 * estimate.interval().high());
    }

    /** A line for each condition, set, grader and k. */
    private List<String> csv() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "set,grader,template,topP,temperature,problems,samples,measure,k,value,low,high,"
                        + "tokens,unfinished");
        List<Integer> ks =
                Stream.concat(Stream.iterate(1, k -> k < samples, k -> 2 * k), Stream.of(samples))
                        .toList();
        for (ProtocolResult.Row row : result.rows()) {
            lines.add(line(row, "avg", samples, row.accuracy().average()));
            ks.forEach(k -> lines.add(line(row, "pass", k, row.accuracy().passAt(k))));
        }
        return lines;
    }

    private String line(ProtocolResult.Row row, String measure, int k, Estimate estimate) {
        Interval interval = estimate.interval();
        return String.join(
                ",",
                quoted(row.set()),
                quoted(row.grader()),
                quoted(row.condition().template()),
                Double.toString(row.condition().topP()),
                Double.toString(row.condition().temperature()),
                Integer.toString(row.accuracy().problems().size()),
                Integer.toString(samples),
                measure,
                Integer.toString(k),
                Double.toString(estimate.value()),
                Double.toString(interval.low()),
                Double.toString(interval.high()),
                Double.toString(row.tokens()),
                Double.toString(row.unfinished()));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\"\"") + "\"";
    }

    /** avg@k and pass@k of each set by temperature, a curve for each way of asking and grading. */
    private Picture picture() {
        List<String> sets = result.rows().stream().map(ProtocolResult.Row::set).distinct().toList();
        List<String> ways = result.rows().stream().map(ProtocolReport::way).distinct().toList();
        List<Figure> figures = new ArrayList<>();
        Map<String, ToDoubleFunction<ProtocolResult.Row>> measures = new LinkedHashMap<>();
        measures.put("avg@" + samples, row -> row.accuracy().average().value());
        if (samples > 1) {
            measures.put("pass@" + samples, row -> row.accuracy().passAt(samples).value());
        }
        for (String set : sets) {
            measures.forEach(
                    (name, value) ->
                            figures.add(
                                    new Figure(
                                            set,
                                            name + " by temperature",
                                            chart(set, ways, value))));
        }
        return new Picture("", ways, figures);
    }

    private static String way(ProtocolResult.Row row) {
        return String.format(
                Locale.ROOT,
                "%s, %s, top-p %s",
                row.grader(),
                row.condition().template(),
                row.condition().topP());
    }

    private Chart chart(String set, List<String> ways, ToDoubleFunction<ProtocolResult.Row> value) {
        double hottest = 0;
        List<Band> bands = new ArrayList<>();
        for (String way : ways) {
            List<Series.Point> points = new ArrayList<>();
            for (ProtocolResult.Row row : result.rows()) {
                if (row.set().equals(set) && way(row).equals(way)) {
                    double temperature = row.condition().temperature();
                    hottest = Math.max(hottest, temperature);
                    points.add(new Series.Point(temperature, value.applyAsDouble(row)));
                }
            }
            bands.add(Band.ofPoints(List.of(new Series(points))));
        }
        return Plot.bands(bands, Axis.from(0, hottest), "temperature", Unit.SHARE);
    }
}
