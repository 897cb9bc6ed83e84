package io.github.luffyrl.djl.batch;

import io.github.luffyrl.core.objective.BatchCounts;
import io.github.luffyrl.core.objective.TokenBatch.Extra;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.Trajectory;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One row of a batch before padding: a prompt and a response, each array as long as both together.
 * The arrays are not copied.
 *
 * @param tokens token ids, at least two
 * @param trained whether the token carries loss; never the first, which nothing predicts
 * @param offPolicy whether it was copied from a demonstration
 * @param advantages its advantage
 * @param oldLogProbs its log-probability under the policy that sampled it
 * @param extras what only some objectives read; all rows of a batch have the same
 */
public record TokenRow(
        Tokens tokens,
        boolean[] trained,
        boolean[] offPolicy,
        float[] advantages,
        float[] oldLogProbs,
        Map<Extra, float[]> extras) {

    /** Checks the lengths. */
    public TokenRow {
        extras = Map.copyOf(extras);
        int length = tokens.length();
        if (length < 2
                || trained.length != length
                || offPolicy.length != length
                || advantages.length != length
                || oldLogProbs.length != length) {
            throw new IllegalArgumentException(
                    "a row needs at least two tokens and arrays of equal length, got "
                            + length
                            + ", "
                            + trained.length
                            + ", "
                            + offPolicy.length
                            + ", "
                            + advantages.length
                            + ", "
                            + oldLogProbs.length);
        }
        extras.forEach(
                (extra, values) -> {
                    if (values.length != length) {
                        throw new IllegalArgumentException(
                                BatchLayout.nameOf(extra)
                                        + " has "
                                        + values.length
                                        + " numbers for "
                                        + length
                                        + " tokens");
                    }
                });
    }

    /** Creates a row without extras. */
    public TokenRow(
            Tokens tokens,
            boolean[] trained,
            boolean[] offPolicy,
            float[] advantages,
            float[] oldLogProbs) {
        this(tokens, trained, offPolicy, advantages, oldLogProbs, Map.of());
    }

    /**
     * Returns a row for supervised learning, off-policy throughout.
     *
     * @param tokens token ids
     * @param trained which of them are learned
     */
    public static TokenRow supervised(Tokens tokens, boolean[] trained) {
        int length = tokens.length();
        boolean[] offPolicy = new boolean[length];
        Arrays.fill(offPolicy, true);
        return new TokenRow(tokens, trained, offPolicy, new float[length], new float[length]);
    }

    /**
     * Returns a row for supervised learning of a whole response.
     *
     * @param prompt what is given
     * @param response what is learned
     */
    public static TokenRow supervised(Tokens prompt, Tokens response) {
        Tokens tokens = prompt.concat(response);
        boolean[] trained = new boolean[tokens.length()];
        Arrays.fill(trained, prompt.length(), trained.length, true);
        return supervised(tokens, trained);
    }

    /**
     * Returns the row of a trajectory: all response tokens are trained but those of the context,
     * and the old log-probabilities are those of the sampler.
     *
     * @param trajectory prompt and response
     * @param advantages of each response token; those of context tokens are not read
     */
    public static TokenRow of(Trajectory trajectory, float[] advantages) {
        int prompt = trajectory.prompt().length();
        int length = trajectory.length();
        int context = prompt + trajectory.contextLength();
        boolean[] trained = new boolean[length];
        Arrays.fill(trained, context, length, true);
        boolean[] offPolicy = new boolean[length];
        Arrays.fill(offPolicy, prompt, prompt + trajectory.offPolicyLength(), true);
        return new TokenRow(
                trajectory.tokens(),
                trained,
                offPolicy,
                ofTrainedTokens(trajectory, advantages),
                aligned(trajectory, trajectory.logProbs()));
    }

    private static float[] ofTrainedTokens(Trajectory trajectory, float[] advantages) {
        int prompt = trajectory.prompt().length();
        float[] aligned = aligned(trajectory, advantages);
        Arrays.fill(aligned, prompt, prompt + trajectory.contextLength(), 0);
        return aligned;
    }

    /**
     * Aligns numbers of response tokens with the row of their trajectory.
     *
     * @param trajectory prompt and response
     * @param values of the leading response tokens, or of all
     * @return one number per token of the row: 0 for the prompt and where there is no value
     */
    public static float[] aligned(Trajectory trajectory, float[] values) {
        float[] aligned = new float[trajectory.length()];
        System.arraycopy(values, 0, aligned, trajectory.prompt().length(), values.length);
        return aligned;
    }

    /**
     * Counts the trained tokens of rows, by kind of row.
     *
     * @param rows any number
     */
    public static BatchCounts counts(List<TokenRow> rows) {
        BatchCounts counts = BatchCounts.ZERO;
        for (TokenRow row : rows) {
            counts = counts.plusRow(anyOf(row.offPolicy), row.trainedTokens());
        }
        return counts;
    }

    private static boolean anyOf(boolean[] marks) {
        for (boolean mark : marks) {
            if (mark) {
                return true;
            }
        }
        return false;
    }

    /** Returns the number of tokens. */
    public int length() {
        return tokens.length();
    }

    /** Returns how many tokens carry loss. */
    public int trainedTokens() {
        int count = 0;
        for (boolean mark : trained) {
            count += mark ? 1 : 0;
        }
        return count;
    }

    /** Returns whether any token has an advantage other than 0. */
    public boolean hasAdvantage() {
        for (float advantage : advantages) {
            if (advantage != 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns the same row with no token that carries loss, and so without advantages. */
    public TokenRow untrained() {
        return new TokenRow(
                tokens, new boolean[length()], offPolicy, new float[length()], oldLogProbs, extras);
    }

    /**
     * Returns the same row with other advantages.
     *
     * @param trajectory that the row is of
     * @param ofTokens of each response token; those of context tokens are not read
     */
    public TokenRow withAdvantages(Trajectory trajectory, float[] ofTokens) {
        return new TokenRow(
                tokens,
                trained,
                offPolicy,
                ofTrainedTokens(trajectory, ofTokens),
                oldLogProbs,
                extras);
    }

    /**
     * Returns the same row with other old log-probabilities.
     *
     * @param logProbs one per token
     */
    public TokenRow withOldLogProbs(float[] logProbs) {
        return new TokenRow(tokens, trained, offPolicy, advantages, logProbs, extras);
    }

    /**
     * Returns the same row with something that only some objectives read.
     *
     * @param extra what it is
     * @param values one per token
     */
    public TokenRow with(Extra extra, float[] values) {
        Map<Extra, float[]> more = new EnumMap<>(Extra.class);
        more.putAll(extras);
        more.put(extra, values);
        return new TokenRow(tokens, trained, offPolicy, advantages, oldLogProbs, more);
    }
}
