package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.djl.evaluation.Accuracy;
import io.github.luffyrl.examples.report.Picture;
import io.github.luffyrl.examples.report.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** The {@link PrefixCurve}s of several models, side by side. */
public final class PrefixReport {

    private final Map<String, List<PrefixCurve>> curves = new LinkedHashMap<>();

    /** Starts without models. */
    public PrefixReport() {}

    /**
     * Adds a model.
     *
     * @param model its name; a number is appended to one that is there already
     * @param ofSets its curves, for the same sets and shares as those of the models before
     */
    public void add(String model, List<PrefixCurve> ofSets) {
        String name = model;
        for (int number = 2; curves.containsKey(name); number++) {
            name = model + "-" + number;
        }
        curves.put(name, List.copyOf(ofSets));
    }

    /** Returns a table for each set, lines ended by {@code \n}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        List<PrefixCurve> first = curves.values().iterator().next();
        for (int s = 0; s < first.size(); s++) {
            int set = s;
            List<PrefixCurve> ofSet = curves.values().stream().map(of -> of.get(set)).toList();
            text.append(table(first.get(s).set(), ofSet)).append('\n');
        }
        return text.toString();
    }

    private TextTable table(String set, List<PrefixCurve> ofSet) {
        TextTable table = new TextTable();
        List<String> header = new ArrayList<>(List.of(set + ", given"));
        header.addAll(curves.keySet());
        table.row(header);
        for (double share : ofSet.get(0).behindPrefix().keySet()) {
            table.row(
                    row(
                            String.format(Locale.ROOT, "%.0f %% of its demonstration", 100 * share),
                            ofSet.stream()
                                    .map(c -> Optional.ofNullable(c.behindPrefix().get(share)))
                                    .toList()));
        }
        table.row(
                row(
                        "another problem, solved",
                        ofSet.stream().map(c -> Optional.of(c.behindAnother())).toList()));
        table.row(
                row(
                        "right alone, started otherwise",
                        ofSet.stream().map(PrefixCurve::ownWay).toList()));
        return table;
    }

    private static List<String> row(String name, List<Optional<Accuracy>> cells) {
        List<String> row = new ArrayList<>(List.of(name));
        cells.forEach(cell -> row.add(cell.map(Accuracy::text).orElse("    -")));
        return row;
    }

    /**
     * Draws the curves.
     *
     * @param file the PNG file
     * @throws IOException if it cannot be written, or the machine cannot draw
     */
    public void draw(Path file) throws IOException {
        Map<String, Map<String, SortedMap<Double, Accuracy>>> sets = new LinkedHashMap<>();
        curves.forEach(
                (model, ofSets) ->
                        ofSets.forEach(
                                curve ->
                                        sets.computeIfAbsent(
                                                        curve.set(), set -> new LinkedHashMap<>())
                                                .put(model, curve.behindPrefix())));
        Picture.ofPrefixes(sets).write(file);
    }
}
