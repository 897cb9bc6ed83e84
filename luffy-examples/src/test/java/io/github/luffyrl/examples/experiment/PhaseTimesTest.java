package io.github.luffyrl.examples.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.luffyrl.core.metric.StepPhase;
import io.github.luffyrl.djl.listener.StepRecord;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PhaseTimesTest {

    @Test
    void addsUpThePhases() {
        PhaseTimes times = new PhaseTimes();
        times.add(Phase.EXAMINING, 1.25);
        for (int step = 1; step <= 3; step++) {
            times.write(
                    new StepRecord(
                            step,
                            Map.of(),
                            Map.of(
                                    StepPhase.ROLLOUT, 21.0,
                                    StepPhase.REWARD, 0.4,
                                    StepPhase.FORWARD_BACKWARD, 1.5,
                                    StepPhase.UPDATE, 0.5)));
        }
        times.add(Phase.EXAMINING, 1.25);

        // 2 * 1.25; 3 * (21 + 0.4) = 64.2 = 60 + 4.2; 3 * (1.5 + 0.5)
        assertEquals("examining 2.5 s, rollouts 1:04 min, training 6.0 s", times.toString());
    }
}
