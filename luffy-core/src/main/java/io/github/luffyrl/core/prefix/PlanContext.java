package io.github.luffyrl.core.prefix;

import io.github.luffyrl.core.problem.Tokens;
import java.util.List;

/**
 * What a schedule may look at when it plans one group.
 *
 * @param problem the problem's id
 * @param groupSize number of rows of the group, at least 1
 * @param demonstrations the problem's demonstrations; empty when there is none, and then no row
 *     gets tokens
 * @param step finished training steps, 0 for the first
 * @param stepDraws random numbers of this problem at this step
 * @param runDraws random numbers of this problem, the same at every step of the run
 */
public record PlanContext(
        String problem,
        int groupSize,
        List<DemonstrationTokens> demonstrations,
        long step,
        UniformDraws stepDraws,
        UniformDraws runDraws) {

    /** Copies the list and checks the ranges. */
    public PlanContext {
        if (groupSize < 1) {
            throw new IllegalArgumentException("groupSize = " + groupSize + ", need at least 1");
        }
        if (step < 0) {
            throw new IllegalArgumentException("step = " + step + ": steps are counted from 0");
        }
        demonstrations = List.copyOf(demonstrations);
    }

    /**
     * Cuts the prefix of a row. Rows take the demonstrations in turn.
     *
     * @param row from 0
     * @param ratio share of the demonstration, in [0, 1]
     * @param use what the prefix is to the training
     * @return the prefix; without tokens if there is no demonstration
     */
    Prefix prefix(int row, double ratio, PrefixUse use) {
        if (demonstrations.isEmpty()) {
            return new Prefix(Tokens.NONE, ratio, 0, use);
        }
        int index = row % demonstrations.size();
        return demonstrations.get(index).prefix(ratio, index, use);
    }

    /** The same problem at the same step, for a part of the group. */
    PlanContext ofSize(int rows) {
        return new PlanContext(problem, rows, demonstrations, step, stepDraws, runDraws);
    }
}
