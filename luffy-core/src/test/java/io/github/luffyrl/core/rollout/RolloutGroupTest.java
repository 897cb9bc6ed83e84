package io.github.luffyrl.core.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.problem.Tokens;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutGroupTest {

    private final Problem problem = Problem.of("p1", "1 + 1?", "2");

    @Test
    void aGroupCannotBeChangedFromOutside() {
        Trajectory trajectory =
                new Trajectory(Tokens.of(1), Tokens.of(2), 0, new float[] {-1}, true);
        List<Trajectory> trajectories = new ArrayList<>(List.of(trajectory));
        RolloutGroup group = new RolloutGroup(problem, trajectories);

        trajectories.clear();

        assertEquals(List.of(trajectory), group.trajectories());
    }

    @Test
    void anEmptyGroupIsRejectedByTheProblemsId() {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class, () -> new RolloutGroup(problem, List.of()));

        assertEquals("the group of problem p1 is empty", error.getMessage());
    }
}
