package io.github.luffyrl.examples.combinationlock;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;

/**
 * Checks a response by carrying it out: 1 for a finished one that opens the lock in the fewest
 * turns and states every digit rightly, 0 for every other. Many responses are right, as the turns
 * may come in any order; the problem's answer is not read.
 */
public final class LockReward implements RewardFunction {

    /** Creates the reward. */
    public LockReward() {}

    @Override
    public Reward score(Problem problem, Completion completion) {
        Lock lock = Lock.parse(problem.prompt().get(0).content());
        return Reward.of(completion.finished() && opens(lock, completion.text()));
    }

    private static boolean opens(Lock lock, String turns) {
        if (turns.length() != 2 * lock.fewestTurns()) {
            return false;
        }
        char[] digits = lock.start().toCharArray();
        for (int i = 0; i < turns.length(); i += 2) {
            int wheel = turns.charAt(i) - 'a';
            char digit = turns.charAt(i + 1);
            if (wheel < 0 || wheel >= digits.length || !neighbours(digits[wheel], digit)) {
                return false;
            }
            digits[wheel] = digit;
        }
        return String.valueOf(digits).equals(lock.target());
    }

    private static boolean neighbours(char before, char after) {
        int by = Math.floorMod(after - before, 10);
        return after >= '0' && after <= '9' && (by == 1 || by == 9);
    }
}
