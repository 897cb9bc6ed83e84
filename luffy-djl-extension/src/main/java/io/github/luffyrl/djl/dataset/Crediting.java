package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.advantage.AdvantageAdjustment;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.metric.PhaseClock;
import io.github.luffyrl.core.metric.StepPhase;
import io.github.luffyrl.core.rollout.ResponseMask;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.generation.ScoredResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes rewards of a rollout into advantages of its tokens: a penalty on the divergence, if there
 * is one, then the credit of tokens, then what adjusts it.
 *
 * @param credit from rewards to advantages
 * @param rewardKl charges divergence to the rewards; null for nothing
 * @param adjustment what becomes of the advantages of each row
 * @param scoring log-probabilities that the penalty and the training need
 * @param rows makes the rows
 */
record Crediting(
        TokenCredit credit,
        @Nullable RewardKl rewardKl,
        AdvantageAdjustment adjustment,
        LogProbScoring scoring,
        RowMaker rows) {

    /** Credits the groups that are trained on. */
    CreditedRollout credit(List<ScoredGroup> groups, PhaseClock clock) {
        if (groups.isEmpty()) {
            return CreditedRollout.NOTHING;
        }
        List<Trajectory> trajectories =
                groups.stream()
                        .flatMap(group -> group.responses().stream())
                        .map(ScoredResponse::trajectory)
                        .toList();
        ResponseMask mask = mask(trajectories);
        double[] totals =
                groups.stream().flatMapToDouble(g -> Arrays.stream(g.rewards())).toArray();
        double[][] rewards = mask.atLastToken(totals);
        List<TokenRow> made = rows.of(groups);
        Map<String, Double> metrics = new TreeMap<>();
        Compute compute = Compute.ZERO;
        if (rewardKl != null) {
            made = scoring.score(made, trajectories, clock);
            compute = scoring.compute(made);
            RewardKl.Charged charged = rewardKl.charge(rewards, mask, made, trajectories);
            totals = charge(totals, rewards, charged.rewards());
            rewards = charged.rewards();
            metrics.putAll(charged.metrics());
        }
        RewardedRollout rollout =
                new RewardedRollout(groups, mask, rewards, totals, scoring.temperature());
        Credit found =
                credit.trainers().isEmpty()
                        ? credit.credit(rollout)
                        : clock.time(StepPhase.CREDIT, () -> credit.credit(rollout));
        metrics.putAll(found.metrics());
        return new CreditedRollout(
                withAdvantages(rollout, found.advantages()),
                trajectories,
                withAdvantages(made, trajectories, found.advantages()),
                rewardKl != null,
                metrics,
                compute.plus(found.compute()));
    }

    private static ResponseMask mask(List<Trajectory> trajectories) {
        boolean[][] marks = new boolean[trajectories.size()][];
        for (int b = 0; b < marks.length; b++) {
            Trajectory trajectory = trajectories.get(b);
            marks[b] = new boolean[trajectory.responseLength()];
            Arrays.fill(marks[b], trajectory.contextLength(), marks[b].length, true);
        }
        return new ResponseMask(marks);
    }

    private static double[] charge(double[] totals, double[][] before, double[][] after) {
        double[] charged = totals.clone();
        for (int b = 0; b < charged.length; b++) {
            charged[b] += Arrays.stream(after[b]).sum() - Arrays.stream(before[b]).sum();
        }
        return charged;
    }

    private static List<ScoredGroup> withAdvantages(
            RewardedRollout rollout, double[][] advantages) {
        List<ScoredGroup> credited = new ArrayList<>();
        int row = 0;
        for (ScoredGroup group : rollout.groups()) {
            List<Double> means = new ArrayList<>();
            for (double compared : group.advantages()) {
                means.add(mean(advantages[row], rollout.mask(), row, compared));
                row++;
            }
            credited.add(
                    new ScoredGroup(group.problem(), group.responses(), means, group.replayed()));
        }
        return credited;
    }

    /** Exactly the value if all tokens of the mask have the same. */
    private static double mean(double[] values, ResponseMask mask, int row, double ofNothing) {
        double sum = 0;
        int tokens = 0;
        boolean same = true;
        for (int t = 0; t < values.length; t++) {
            if (mask.at(row, t)) {
                sum += values[t];
                tokens++;
                same &= values[t] == values[mask.last(row)];
            }
        }
        if (tokens == 0) {
            return ofNothing;
        }
        return same ? values[mask.last(row)] : sum / tokens;
    }

    private List<TokenRow> withAdvantages(
            List<TokenRow> made, List<Trajectory> trajectories, double[][] advantages) {
        List<TokenRow> credited = new ArrayList<>();
        for (int b = 0; b < advantages.length; b++) {
            Trajectory trajectory = trajectories.get(b);
            boolean[] offPolicy = new boolean[trajectory.responseLength()];
            Arrays.fill(offPolicy, 0, trajectory.offPolicyLength(), true);
            double[] adjusted = adjustment.adjust(advantages[b], offPolicy, !trajectory.finished());
            float[] ofTokens = new float[adjusted.length];
            for (int t = 0; t < ofTokens.length; t++) {
                ofTokens[t] = (float) adjusted[t];
            }
            credited.add(made.get(b).withAdvantages(trajectory, ofTokens));
        }
        return credited;
    }
}
