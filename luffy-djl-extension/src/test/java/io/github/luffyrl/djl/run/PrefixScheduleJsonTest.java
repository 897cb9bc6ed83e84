package io.github.luffyrl.djl.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.objective.KlController;
import io.github.luffyrl.core.prefix.AdaptivePrefix;
import io.github.luffyrl.core.prefix.DividedGroup;
import io.github.luffyrl.core.prefix.FixedCuts;
import io.github.luffyrl.core.prefix.PartialDemonstration;
import io.github.luffyrl.core.prefix.PrefixRatio;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.core.prefix.PrefixUse;
import io.github.luffyrl.core.prefix.PrefixedRows;
import io.github.luffyrl.core.prefix.UnprefixedGroups;
import io.github.luffyrl.djl.dataset.DatasetState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a checkpoint keeps of a prefix schedule. */
class PrefixScheduleJsonTest {

    private static Stream<PrefixSchedule> schedules() {
        AdaptivePrefix learned =
                new AdaptivePrefix(
                        PrefixedRows.first(3),
                        PrefixUse.CONTEXT,
                        0.5,
                        0.1,
                        0.3,
                        Map.of("p", 0.1, "q", 1.0));
        return Stream.of(
                PrefixSchedule.none(),
                PrefixSchedule.wholeDemonstration(),
                PrefixSchedule.prefixRl(),
                learned,
                new UnprefixedGroups(0.25, learned),
                new PartialDemonstration(
                        PrefixedRows.all(),
                        new PrefixRatio.Shared(new PrefixRatio.Linear(0.8, 60)),
                        PrefixUse.CONTEXT),
                new DividedGroup(
                        1,
                        PrefixSchedule.wholeDemonstration(),
                        new DividedGroup(2, new FixedCuts(3, 0.4, 0.8), learned)));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void aScheduleIsReadBackAsItWas(PrefixSchedule schedule) throws IOException {
        DatasetState state =
                new DatasetState(
                        7,
                        112,
                        List.of(3, 1),
                        schedule,
                        new KlController.Adaptive(0.1, 0.02, 1000),
                        new Compute(5_000_000_000L, 2),
                        null);

        String written = StateJson.MAPPER.writeValueAsString(state);

        assertEquals(state, StateJson.MAPPER.readValue(written, DatasetState.class));
    }
}
