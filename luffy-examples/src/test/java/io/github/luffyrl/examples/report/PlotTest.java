package io.github.luffyrl.examples.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.luffyrl.djl.evaluation.Accuracy;
import io.github.luffyrl.examples.report.Chart.Ink;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlotTest {

    private static List<Chart.Line> lines(Chart chart, Ink ink) {
        return chart.lines().stream().filter(line -> line.ink().equals(ink)).toList();
    }

    private static List<String> labels(Chart chart, String anchor) {
        return chart.labels().stream()
                .filter(label -> label.anchor().equals(anchor))
                .map(Chart.Label::text)
                .toList();
    }

    private static Series series(int steps) {
        return new Series(
                IntStream.rangeClosed(1, steps)
                        .mapToObj(step -> new Series.Point(step, step % 2))
                        .toList());
    }

    @Test
    void aLongRunIsDrawnFaintlyUnderItsMovingAverage() {
        List<Chart.Line> lines = lines(Plot.overSteps(List.of(series(60)), Unit.NUMBER), Ink.of(0));

        assertEquals(List.of(0.3, 1.0), lines.stream().map(Chart.Line::opacity).toList());
        // Below 20 steps there is nothing to smooth.
        assertEquals(1, lines(Plot.overSteps(List.of(series(19)), Unit.NUMBER), Ink.of(0)).size());
    }

    @Test
    void aRunOfOneStepIsADotWithItsReading() {
        Chart chart = Plot.overSteps(List.of(series(1), series(0)), Unit.SHARE);

        // 380 x 210, of which 46 left, 10 right, 18 above and 36 below are kept free: step 1 of 1
        // and the value 1 of 1 are in the upper right corner.
        assertEquals(List.of(new Chart.Dot(Ink.of(0), 370, 18)), chart.dots());
        assertEquals(
                List.of(new Chart.Value(Ink.of(0), "100.0 %")), chart.readings().get(0).values());
        assertEquals(List.of("1", "step"), labels(chart, "middle"));
    }

    @Test
    void modelsAreDrawnByShareWithTheirIntervals() {
        TreeMap<Double, Accuracy> model = new TreeMap<>();
        model.put(0.0, new Accuracy(0, 4)); // Wilson: 0 to .48989, see TextTableTest
        model.put(0.5, new Accuracy(2, 4));

        Chart chart = Plot.overShares(List.of(model));

        // 460 x 380: shares of -.05 to 1.05 are from 46 to 450, so 0 is at 64.36 and .5 at 248;
        // rates
        // of 0 to 1 are from 344 up to 18.
        assertEquals(2, chart.dots().size());
        assertEquals(new Chart.Dot(Ink.of(0), 248, 181), chart.dots().get(1));
        List<Chart.Line> lines = lines(chart, Ink.of(0));
        assertEquals(3, lines.size(), "two intervals and the line");
        assertEquals(
                "61.4,184.3 67.4,184.3 64.4,184.3 64.4,344.0 61.4,344.0 67.4,344.0",
                lines.get(0).path()); // 344 - 326 * .48989 = 184.3
        assertEquals("64.4,344.0 248.0,181.0", lines.get(2).path());
    }

    @Test
    void barsStandSideBySideInTheRoomOfTheirSet() {
        Chart chart =
                Plot.bars(
                        List.of("hard", "easy"),
                        List.of(
                                List.of(new MeanInterval(0.5, Double.NaN), new MeanInterval(1, 0)),
                                List.of(new MeanInterval(0.9, 0.2), new MeanInterval(1, 0))));

        // 760 x 380: two sets of (760 - 56) / 2 = 352 each, four fifths of it for two bars:
        // middles at 46 + 352 * (.1 + .2) = 151.6 and 46 + 352 * (.1 + .6) = 292.4.
        assertEquals("151.6,344.0 151.6,181.0", lines(chart, Ink.of(0)).get(0).path());
        List<Chart.Line> second = lines(chart, Ink.of(1));
        assertEquals("292.4,344.0 292.4,50.6", second.get(0).path());
        // An interval that leaves 0 to 1 ends there: .9 - .2 = .7 is at 344 - 326 * .7 = 115.8.
        assertEquals(
                "289.4,18.0 295.4,18.0 292.4,18.0 292.4,115.8 289.4,115.8 295.4,115.8",
                second.get(1).path());
        assertEquals(2, lines(chart, Ink.of(0)).size(), "no intervals without a width");
        assertEquals(List.of("hard", "easy"), labels(chart, "middle"));
    }

    @Test
    void axesHaveRoundTicksAroundZeroAndTheValues() {
        Axis axis = Axis.around(DoubleStream.of(-0.056, -0.04), Unit.NUMBER);
        assertEquals(0.02, axis.tick());
        assertArrayEquals(new double[] {-0.06, -0.04, -0.02, 0}, axis.ticks(), 1e-12);
        assertEquals("-0.04", axis.label(-0.04));
        assertArrayEquals(new double[] {0, 5, 10}, Axis.ofSteps(12).ticks());
        assertArrayEquals(
                new double[] {0, 1}, Axis.ofSteps(1).ticks(), "fractions of steps mean nothing");
        // Nothing but zeros: up to 1.
        assertEquals(1, Axis.around(DoubleStream.of(0, 0), Unit.SHARE).high());
    }

    @Test
    void numbersHaveThreeFigures() {
        assertEquals(
                List.of("0", "0.125", "8.35", "46.1", "250", "-0.042", "1.0e-05", "2.5e+07", "–"),
                DoubleStream.of(0, 0.125, 8.354, 46.12, 249.9, -0.0421, 1e-5, 2.5e7, Double.NaN)
                        .mapToObj(Unit.NUMBER::text)
                        .toList());
        assertEquals("12.5 %", Unit.SHARE.text(0.125));
    }
}
