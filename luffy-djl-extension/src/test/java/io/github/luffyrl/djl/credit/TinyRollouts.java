package io.github.luffyrl.djl.credit;

import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.core.rollout.ResponseMask;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.dataset.RewardedRollout;
import io.github.luffyrl.djl.dataset.ScoredGroup;
import io.github.luffyrl.djl.generation.ScoredResponse;
import io.github.luffyrl.djl.problem.EncodedProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rollouts of the tiny language that are written down here. */
final class TinyRollouts {

    private TinyRollouts() {}

    /** Two groups of two; a response is right if it has no token above 7. */
    static RewardedRollout four() {
        int[][] responses = {{5, 2, 1}, {9, 3}, {4, 4, 4, 1}, {12, 8, 13}};
        Tokens prompt = Tokens.of(2, 3);
        Problem problem = Problem.of("p", "ab", "c");
        List<ScoredGroup> groups = new ArrayList<>();
        for (int g = 0; g < responses.length; g += 2) {
            List<ScoredResponse> rows = new ArrayList<>();
            for (int[] response : Arrays.copyOfRange(responses, g, g + 2)) {
                rows.add(row(problem, prompt, response));
            }
            groups.add(
                    new ScoredGroup(
                            new EncodedProblem(problem, prompt, List.of()),
                            rows,
                            List.of(0.5, -0.5)));
        }
        boolean[][] marks = new boolean[responses.length][];
        for (int b = 0; b < marks.length; b++) {
            marks[b] = new boolean[responses[b].length];
            Arrays.fill(marks[b], true);
        }
        double[] totals = {1, 0, 1, 0};
        ResponseMask mask = new ResponseMask(marks);
        return new RewardedRollout(groups, mask, mask.atLastToken(totals), totals, 1);
    }

    private static ScoredResponse row(Problem problem, Tokens prompt, int[] response) {
        boolean right = Arrays.stream(response).allMatch(token -> token < 8);
        return new ScoredResponse(
                problem,
                Prefix.NONE,
                new Trajectory(prompt, Tokens.of(response), 0, new float[response.length], true),
                new Completion("", response.length, true),
                Reward.of(right));
    }
}
