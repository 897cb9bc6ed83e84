package io.github.luffyrl.examples.report;

import io.github.luffyrl.djl.listener.MetricsSink;
import io.github.luffyrl.djl.listener.StepRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Curves of a run that is going on, drawn again about twenty times, and after the last step.
 *
 * <pre>{@code
 * training.sink(new LiveCurves(recipe.totalSteps(), picture -> show(picture), "entropy"));
 * }</pre>
 */
public final class LiveCurves implements MetricsSink {

    private static final int PICTURES = 20;

    private final int steps;
    private final Consumer<Picture> display;
    private final List<Panel> panels;
    private final Map<String, List<Series.Point>> points = new LinkedHashMap<>();

    /**
     * Creates the curves of a run.
     *
     * @param steps of the run
     * @param display shows a picture in the place of the one before
     * @param metrics names of {@link io.github.luffyrl.djl.listener.MetricsListener}
     * @throws IllegalArgumentException if a metric has no chart
     */
    public LiveCurves(int steps, Consumer<Picture> display, String... metrics) {
        this.steps = steps;
        this.display = display;
        panels = Panel.of(metrics);
    }

    @Override
    public void write(StepRecord step) {
        step.metrics()
                .forEach(
                        (name, value) -> {
                            if (Double.isFinite(value)) {
                                points.computeIfAbsent(name, key -> new ArrayList<>())
                                        .add(new Series.Point(step.step(), value));
                            }
                        });
        if (step.step() % Math.max(1, steps / PICTURES) == 0 || step.step() == steps) {
            display.accept(picture(step.step()));
        }
    }

    private Picture picture(long step) {
        Map<String, Series> series = new LinkedHashMap<>();
        points.forEach((name, all) -> series.put(name, new Series(all)));
        RunData run = new RunData("", series, Map.of(), Map.of(), List.of(), "", "");
        String title = "step " + step + " of " + steps;
        return new Picture(title, List.of(""), Panel.draw(List.of(run), panels));
    }
}
