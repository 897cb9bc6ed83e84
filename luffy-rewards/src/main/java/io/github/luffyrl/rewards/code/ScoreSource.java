package io.github.luffyrl.rewards.code;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import org.jspecify.annotations.Nullable;

/** What a command tells its score by. */
public enum ScoreSource {
    /** Exit code 0 is a reward of 1, any other one 0. */
    EXIT_CODE {
        @Override
        Reward ended(CommandResult result, Problem problem) {
            return Reward.of(result.exitCode() == 0);
        }
    },

    /**
     * The last line of the output is a number, the reward; from 1 on the problem is solved. A
     * command that fails, or prints something else, is broken: an error, not a 0.
     */
    LAST_LINE {
        @Override
        Reward ended(CommandResult result, Problem problem) {
            try {
                if (result.exitCode() == 0) {
                    double value = Double.parseDouble(result.lastLine());
                    return new Reward(value, value >= 1);
                }
            } catch (NumberFormatException e) {
                throw broken(result, problem, e);
            }
            throw broken(result, problem, null);
        }
    };

    private static final int NO_PROGRAM = 126;
    private static final int NOT_FOUND = 127;

    abstract Reward ended(CommandResult result, Problem problem);

    Reward reward(CommandResult result, Problem problem) {
        return switch (result.end()) {
            case EXITED -> {
                if (result.exitCode() == NO_PROGRAM || result.exitCode() == NOT_FOUND) {
                    throw broken(result, problem, null);
                }
                yield ended(result, problem);
            }
            case TIMED_OUT -> Reward.WRONG.withPart("timeout", 1);
            case TOO_MUCH_OUTPUT -> Reward.WRONG.withPart("outputLimit", 1);
        };
    }

    private static IllegalStateException broken(
            CommandResult result, Problem problem, @Nullable Throwable e) {
        return new IllegalStateException(
                "problem "
                        + problem.id()
                        + ": the command ended with exit code "
                        + result.exitCode()
                        + " and the last line \""
                        + result.lastLine()
                        + "\"; see what the command expects",
                e);
    }
}
