package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.generation.ScoredResponse;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a step's rollouts were like. Rates without a row to count are NaN.
 *
 * @param step counts from 1
 * @param rows trajectories, demonstrations included
 * @param reward mean reward of all rows
 * @param rewardParts means of the parts of rewards by name, over all rows: a row without a part
 *     counts as 0; empty when no row has any
 * @param onPolicySolved share of right answers among the rows that the policy generated alone
 * @param prefixedSolved the same among the rows that continue a context prefix
 * @param offPolicySolved share of rows with demonstration tokens that did
 * @param groups number of groups
 * @param droppedGroups groups that are not trained on
 * @param solvedNone groups in which no row solved the problem
 * @param solvedAll groups in which every row did
 * @param responseTokens mean length of the responses that the policy generated alone
 * @param unfinished share of these that ran into the length limit
 * @param trainedRows rows whose advantage is not zero
 * @param offPolicyTokens share of demonstration tokens among the response tokens of trained rows
 * @param replay of experience replay; null without it
 */
public record RolloutStatistics(
        long step,
        int rows,
        double reward,
        Map<String, Double> rewardParts,
        double onPolicySolved,
        double prefixedSolved,
        double offPolicySolved,
        int groups,
        int droppedGroups,
        int solvedNone,
        int solvedAll,
        double responseTokens,
        double unfinished,
        int trainedRows,
        double offPolicyTokens,
        @Nullable ReplayStatistics replay) {

    static RolloutStatistics of(long step, List<ScoredGroup> groups, List<ScoredGroup> kept) {
        Mean reward = new Mean();
        Mean onSolved = new Mean();
        Mean prefixedSolved = new Mean();
        Mean offSolved = new Mean();
        Mean length = new Mean();
        Mean unfinished = new Mean();
        Mean offTokens = new Mean();
        int trained = 0;
        for (ScoredGroup group : groups) {
            for (int i = 0; i < group.responses().size(); i++) {
                ScoredResponse response = group.responses().get(i);
                Trajectory trajectory = response.trajectory();
                double solved = response.solved() ? 1 : 0;
                int tokens = trajectory.responseLength();
                reward.add(response.reward().value());
                if (trajectory.offPolicy()) {
                    offSolved.add(solved);
                } else if (trajectory.contextLength() > 0) {
                    prefixedSolved.add(solved);
                } else {
                    onSolved.add(solved);
                    length.add(tokens);
                    unfinished.add(trajectory.finished() ? 0 : 1);
                }
                if (group.advantages().get(i) != 0) {
                    trained++;
                    offTokens.add(trajectory.offPolicyLength(), trajectory.trainedLength());
                }
            }
        }
        return new RolloutStatistics(
                step,
                reward.count(),
                reward.value(),
                rewardParts(groups, reward.count()),
                onSolved.value(),
                prefixedSolved.value(),
                offSolved.value(),
                groups.size(),
                groups.size() - kept.size(),
                count(groups, 0),
                count(groups, 1),
                length.value(),
                unfinished.value(),
                trained,
                offTokens.value(),
                null);
    }

    /** The same with those of experience replay. */
    RolloutStatistics with(ReplayStatistics replayed) {
        return new RolloutStatistics(
                step,
                rows,
                reward,
                rewardParts,
                onPolicySolved,
                prefixedSolved,
                offPolicySolved,
                groups,
                droppedGroups,
                solvedNone,
                solvedAll,
                responseTokens,
                unfinished,
                trainedRows,
                offPolicyTokens,
                replayed);
    }

    private static Map<String, Double> rewardParts(List<ScoredGroup> groups, int rows) {
        Map<String, Double> means = new LinkedHashMap<>();
        for (ScoredGroup group : groups) {
            for (ScoredResponse response : group.responses()) {
                response.reward()
                        .parts()
                        .forEach((name, part) -> means.merge(name, part, Double::sum));
            }
        }
        means.replaceAll((name, sum) -> sum / rows);
        return Collections.unmodifiableMap(means);
    }

    private static int count(List<ScoredGroup> groups, double solveRate) {
        return (int) groups.stream().filter(group -> group.solveRate() == solveRate).count();
    }

    private static final class Mean {
        private double sum;
        private int weight;

        void add(double value) {
            add(value, 1);
        }

        void add(double total, int count) {
            sum += total;
            weight += count;
        }

        int count() {
            return weight;
        }

        double value() {
            return sum / weight;
        }
    }
}
