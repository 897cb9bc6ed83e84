package io.github.luffyrl.rewards.shape;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * 0 for a response without repetition, down to -1: minus the share of its runs of {@code n} words
 * that stood in it before (Yeo et al., arXiv 2502.03373). Words are separated by white space; case
 * does not count; fewer than {@code n} words cannot repeat. A part of a sum; it never says that a
 * problem is solved.
 *
 * @param words length {@code n} of the runs, at least 1
 */
public record RepetitionPenalty(int words) implements RewardFunction {

    /** Checks the range. */
    public RepetitionPenalty {
        if (words < 1) {
            throw new IllegalArgumentException("words = " + words + ": need at least 1");
        }
    }

    @Override
    public Reward score(Problem problem, Completion completion) {
        List<String> all =
                Arrays.stream(completion.text().toLowerCase(Locale.ROOT).split("\\s+", -1))
                        .filter(word -> !word.isEmpty())
                        .toList();
        int runs = all.size() - words + 1;
        if (runs < 1) {
            return Reward.WRONG;
        }
        Set<List<String>> distinct = new HashSet<>();
        for (int i = 0; i < runs; i++) {
            distinct.add(all.subList(i, i + words));
        }
        return new Reward((double) (distinct.size() - runs) / runs, false);
    }
}
