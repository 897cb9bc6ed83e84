package io.github.luffyrl.core.objective;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How on-policy tokens are weighted, the importance ratio {@code r} in PPO's clipped surrogate
 * unless said otherwise.
 *
 * @param shaping of the ratio, {@link PolicyShaping#none()} for {@code e^(l - old)}
 * @param clip range of the ratio
 * @param level what the ratio is taken over
 * @param surrogate how the ratio enters the loss
 */
public record OnPolicyRatio(
        PolicyShaping shaping, ClipRange clip, Level level, Surrogate surrogate) {

    private static final Logger logger = LoggerFactory.getLogger(OnPolicyRatio.class);

    /** What a ratio is taken over. */
    public enum Level {
        /** Each token has its own ratio. */
        TOKEN,
        /**
         * All on-policy tokens of a row share one, of their mean log-probabilities: {@code exp(mean
         * (l - old))}, as in GSPO.
         */
        SEQUENCE
    }

    /** How a ratio enters the loss. */
    public enum Surrogate {
        /** {@code max(-A r, -A clamp(r))}: a token that moved far enough has no gradient. */
        PPO,
        /**
         * {@code -A clamp(r) l} with {@code clamp(r)} constant: every token keeps its gradient, as
         * in CISPO.
         */
        CISPO
    }

    /** Warns of a combination that hardly trains (quirk Q4 in docs/paper-to-code.md). */
    public OnPolicyRatio {
        if (shaping instanceof PolicyShaping.Log && clip.low() > 0) {
            logger.warn(
                    "the on-policy ratio is shaped to l - old, which is about 0, and clipped to"
                            + " [{}, {}]: tokens of negative advantage will have no gradient; use"
                            + " ClipRange.none() or another shaping",
                    clip.low(),
                    clip.high());
        }
    }

    /**
     * PPO's clipped ratio of each token.
     *
     * @param clip range of the ratio
     */
    public OnPolicyRatio(ClipRange clip) {
        this(PolicyShaping.none(), clip, Level.TOKEN, Surrogate.PPO);
    }

    /**
     * The loss of one token.
     *
     * @param ratio {@code r}, before clipping
     * @param loss of the token
     * @param viaRatio derivative of the loss with respect to the log-probability that the ratio is
     *     of
     * @param viaToken derivative of the loss with respect to the token's own log-probability, the
     *     ratio held constant
     * @param clipped whether the clip range changes (or would change) the loss
     */
    record Term(double ratio, double loss, double viaRatio, double viaToken, boolean clipped) {}

    /**
     * Weights a token.
     *
     * @param advantage {@code A}
     * @param logProb {@code l} of the token
     * @param current log-probability that the ratio is of: the token's, or the mean of the row
     * @param old the same at the start of the step
     */
    Term of(double advantage, double logProb, double current, double old) {
        double ratio = shaping.ratio(current, old);
        boolean clips = clip.effect() == ClipRange.Effect.CLIPS;
        double clamped = clip.clamp(ratio);
        if (surrogate == Surrogate.CISPO) {
            double weight = clips ? clamped : ratio;
            double slope = advantage == 0 ? 0 : -advantage * weight;
            return new Term(
                    ratio, advantage == 0 ? 0 : slope * logProb, 0, slope, clamped != ratio);
        }
        if (advantage == 0) {
            return new Term(ratio, 0, 0, 0, false);
        }
        double free = -advantage * ratio;
        double bound = -advantage * clamped;
        boolean clipped = bound > free;
        double loss = clips ? Math.max(free, bound) : free;
        double dual = advantage < 0 && clips ? -advantage * clip.dual() : Double.POSITIVE_INFINITY;
        boolean moved = (clips && clipped) || loss > dual;
        return new Term(
                ratio,
                Math.min(loss, dual),
                moved ? 0 : -advantage * shaping.ratioDerivative(current, old),
                0,
                clipped);
    }
}
