package io.github.luffyrl.core.objective;

import java.util.Arrays;

/**
 * Mixed-policy GRPO: on-policy tokens weighted by the clipped importance ratio, off-policy tokens
 * by their shaped probability, one advantage for both. Without off-policy tokens it is the loss of
 * PPO and GRPO.
 *
 * <pre>{@code
 * MixedPolicyObjective luffy = MixedPolicyObjective.builder()
 *         .shaping(PolicyShaping.rational(0.1))
 *         .normalizer(LossNormalizer.tokenMean())
 *         .build();
 * }</pre>
 *
 * <p>Tokens of zero advantage and tokens outside the mask contribute exactly 0, whatever their
 * log-probabilities hold.
 *
 * @param onPolicy weight of on-policy tokens
 * @param offPolicy weight of off-policy tokens
 * @param correction factor of on-policy tokens for the difference between sampler and model
 * @param maxProbability tokens of a larger probability are left out ({@code all_max_clip});
 *     infinite for none
 * @param maxDivergence the policy's own tokens of negative advantage are not learned from where the
 *     mean of {@code old - l} over those of the row is larger: off-policy sequence masking
 *     (DeepSeek-V3.2, arXiv 2512.02556, section 3.1); in nats, infinite for none. They still count
 *     in the normalizer
 * @param normalizer how the tokens are summed up
 * @param compatibility what a mean over no tokens is
 */
public record MixedPolicyObjective(
        OnPolicyRatio onPolicy,
        OffPolicyWeight offPolicy,
        ImportanceCorrection correction,
        double maxProbability,
        double maxDivergence,
        LossNormalizer normalizer,
        Compatibility compatibility)
        implements PolicyObjective {

    /** Rejects a bound that leaves no token. */
    public MixedPolicyObjective {
        if (!(maxProbability > 0)) {
            throw new IllegalArgumentException(
                    "maxProbability = " + maxProbability + ": no token would be left");
        }
        if (!(maxDivergence >= 0)) {
            throw new IllegalArgumentException(
                    "maxDivergence = " + maxDivergence + ": need at least 0, infinity for none");
        }
    }

    /**
     * The parts that most methods differ in.
     *
     * @param shaping of off-policy tokens, whose own probability is taken as 1
     * @param clip range of the on-policy ratio
     * @param normalizer how the tokens are summed up
     */
    public MixedPolicyObjective(PolicyShaping shaping, ClipRange clip, LossNormalizer normalizer) {
        this(
                new OnPolicyRatio(clip),
                new OffPolicyWeight(shaping, BehaviourPolicy.CERTAIN, OffPolicyClip.none()),
                ImportanceCorrection.none(),
                Double.POSITIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                normalizer,
                Compatibility.NONE);
    }

    /**
     * Creates a builder with LUFFY's settings: shaping {@code p / (p + 0.1)}, no clipping, mean
     * over tokens.
     *
     * @return the builder
     */
    public static MixedPolicyObjectiveBuilder builder() {
        return new MixedPolicyObjectiveBuilder();
    }

    /** Counts the tokens that {@link #maxProbability} leaves. */
    @Override
    public boolean learnsWithoutAdvantage() {
        return false; // the advantage is a factor of every token's loss
    }

    @Override
    public boolean comparesWithSampler() {
        return !(correction instanceof ImportanceCorrection.None);
    }

    @Override
    public BatchCounts counts(TokenBatch batch) {
        BatchCounts counts = BatchCounts.ZERO;
        for (int b = 0; b < batch.rows(); b++) {
            counts = counts.plusRow(batch.guided(b), tokens(batch, b));
        }
        return counts;
    }

    @Override
    public Evaluation evaluate(TokenBatch part, BatchCounts whole) {
        double[][] gradient = part.zeros();
        PolicyMetrics metrics = new PolicyMetrics();
        RowCounts counts = whole.all();
        double loss = 0;
        for (int b = 0; b < part.rows(); b++) {
            long tokens = tokens(part, b);
            double weight = tokens == 0 ? 0 : normalizer.weight(tokens, counts);
            loss += new MixedPolicyRow(this, part, b, gradient[b], metrics).evaluate(weight);
        }
        if (compatibility == Compatibility.REFERENCE
                && counts.tokens() == 0
                && Double.isInfinite(normalizer.weight(0, counts))) {
            Arrays.stream(gradient).forEach(row -> Arrays.fill(row, Double.NaN));
            loss = Double.NaN;
        }
        return new Evaluation(loss, gradient, metrics);
    }

    /** Whether a token of the mask is one that the objective learns from. */
    boolean keeps(TokenBatch batch, int row, int token) {
        return batch.mask()[row][token]
                && !(Math.exp(batch.logProbs()[row][token]) > maxProbability);
    }

    private long tokens(TokenBatch batch, int row) {
        long tokens = 0;
        for (int t = 0; t < batch.mask()[row].length; t++) {
            tokens += keeps(batch, row, t) ? 1 : 0;
        }
        return tokens;
    }
}
