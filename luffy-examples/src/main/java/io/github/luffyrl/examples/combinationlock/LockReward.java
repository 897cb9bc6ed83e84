package io.github.luffyrl.examples.combinationlock;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;

/**
 * Checks a response by carrying it out: 1 for a finished one that turns each wheel once, to its
 * target, in the fewest turns, and states every digit on the way; 0 for every other. Many responses
 * are right, as the wheels may come in any order; the problem's answer is not read.
 */
public final class LockReward implements RewardFunction {

    /** Creates the reward. */
    public LockReward() {}

    @Override
    public Reward score(Problem problem, Completion completion) {
        Lock lock = Lock.parse(problem.prompt().get(0).content());
        return Reward.of(completion.finished() && opens(lock, completion.text()));
    }

    private static boolean opens(Lock lock, String response) {
        boolean[] turned = new boolean[lock.wheels()];
        int position = 0;
        int count = 0;
        while (position < response.length()) {
            int wheel = response.charAt(position) - 'a';
            if (wheel < 0 || wheel >= turned.length || turned[wheel]) {
                return false;
            }
            int end = position + 1 + lock.fewestTurns(wheel);
            if (end > response.length()
                    || !turns(lock, wheel, response.substring(position + 1, end))) {
                return false;
            }
            turned[wheel] = true;
            count++;
            position = end;
        }
        return count == turned.length;
    }

    /** Whether each digit is next to the one before, and the last is the wheel's target. */
    private static boolean turns(Lock lock, int wheel, String digits) {
        char shown = lock.start().charAt(wheel);
        for (int i = 0; i < digits.length(); i++) {
            char next = digits.charAt(i);
            int by = Math.floorMod(next - shown, 10);
            if (next < '0' || next > '9' || (by != 1 && by != 9)) {
                return false;
            }
            shown = next;
        }
        return shown == lock.target().charAt(wheel);
    }
}
