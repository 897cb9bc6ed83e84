package io.github.luffyrl.rewards.shape;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

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
        Map<String, Integer> vocabulary = new HashMap<>();
        int[] ids =
                Arrays.stream(completion.text().toLowerCase(Locale.ROOT).split("\\s+", -1))
                        .filter(word -> !word.isEmpty())
                        .mapToInt(word -> vocabulary.computeIfAbsent(word, w -> vocabulary.size()))
                        .toArray();
        int runs = ids.length - words + 1;
        if (runs < 1) {
            return Reward.WRONG;
        }
        long distinct = Arrays.stream(runs(ids)).distinct().count();
        return new Reward((double) (distinct - runs) / runs, false);
    }

    /**
     * A number for each run of words, the same for equal runs. Runs of twice the length are pairs
     * of shorter ones, so that time is n log n whatever the words hash to.
     */
    private int[] runs(int[] ids) {
        int[] numbers = ids;
        int length = 1;
        while (length < words) {
            int step = Math.min(length, words - length); // the last two may overlap
            Map<Long, Integer> pairs = new HashMap<>();
            int[] longer = new int[numbers.length - step];
            for (int i = 0; i < longer.length; i++) {
                long pair = ((long) numbers[i] << 32) | numbers[i + step];
                longer[i] = pairs.computeIfAbsent(pair, p -> pairs.size());
            }
            numbers = longer;
            length += step;
        }
        return numbers;
    }
}
