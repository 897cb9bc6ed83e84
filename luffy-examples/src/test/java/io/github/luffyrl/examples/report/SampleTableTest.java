package io.github.luffyrl.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.luffyrl.core.metric.SampledAccuracy;
import io.github.luffyrl.core.metric.SampledProblem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleTableTest {

    @Test
    void showsAveragesPassRatesAndABar() {
        // one problem, 1 of 4: pass@2 = 1 - C(3,2) / C(4,2) = 0.5; Wilson with one trial:
        // .25: (.25 + 1.92073 -+ 1.95996 * sqrt(.1875 + .96037)) / 4.84146 = [1.5, 88.2]
        // .5:  (.5 + 1.92073 -+ 1.95996 * sqrt(.25 + .96037)) / 4.84146 = [5.5, 94.5]
        // 1:   [1 / 4.84146, 1]
        TextTable table =
                SampleTable.of(
                        4, Map.of("hard", new SampledAccuracy(List.of(new SampledProblem(4, 1)))));

        assertEquals(
                """
                %, 95 % interval  problems  avg@4              pass@2             pass@4
                hard                     1   25.0 [1.5, 88.2]   50.0 [5.5, 94.5]  100.0 [20.7, 100.0]  #####...............
                """,
                table.toString());
    }
}
