package io.github.luffyrl.djl.credit;

import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.batch.TokenRow;
import java.util.Arrays;
import java.util.List;

/** Between numbers of responses {@code [B][L]} and rows, which begin with the prompt. */
final class Rows {

    private Rows() {}

    /** Rows without advantages. */
    static List<TokenRow> of(List<Trajectory> trajectories) {
        return trajectories.stream()
                .map(trajectory -> TokenRow.of(trajectory, new float[trajectory.responseLength()]))
                .toList();
    }

    /** The numbers of the response out of those of a whole row. */
    static double[] ofResponse(Trajectory trajectory, float[] ofRow) {
        double[] values = new double[trajectory.responseLength()];
        Arrays.setAll(values, t -> ofRow[trajectory.prompt().length() + t]);
        return values;
    }

    /** The numbers of a whole row, 0 for the prompt. */
    static float[] ofRow(Trajectory trajectory, double[] ofResponse) {
        float[] values = new float[trajectory.length()];
        for (int t = 0; t < ofResponse.length; t++) {
            values[trajectory.prompt().length() + t] = (float) ofResponse[t];
        }
        return values;
    }

    static double[] doubles(float[] numbers) {
        double[] wider = new double[numbers.length];
        Arrays.setAll(wider, i -> numbers[i]);
        return wider;
    }
}
