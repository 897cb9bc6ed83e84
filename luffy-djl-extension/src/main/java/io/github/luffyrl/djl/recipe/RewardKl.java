package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.objective.KlController;
import io.github.luffyrl.core.objective.KlEstimator;

/**
 * The penalty on a token's reward for its divergence from the model before training. See {@link
 * io.github.luffyrl.core.objective.RewardKlPenalty}.
 */
public sealed interface RewardKl {

    /**
     * Returns the coefficient of the first rollout, and how it changes.
     *
     * @return that of the kind
     */
    KlController controller();

    /**
     * Returns the estimator of the divergence.
     *
     * @return that of the kind
     */
    KlEstimator estimator();

    /** No penalty. */
    record None() implements RewardKl {
        @Override
        public KlController controller() {
            return new KlController.Fixed(0);
        }

        @Override
        public KlEstimator estimator() {
            return KlEstimator.k1();
        }
    }

    /**
     * The same coefficient throughout.
     *
     * @param estimator of the divergence at one token
     * @param coefficient at least 0
     */
    record Fixed(KlEstimator estimator, double coefficient) implements RewardKl {
        /** Checks the range. */
        public Fixed {
            new KlController.Fixed(coefficient);
        }

        @Override
        public KlController controller() {
            return new KlController.Fixed(coefficient);
        }
    }

    /**
     * A coefficient that holds the divergence at a target. See {@link KlController.Adaptive}.
     *
     * @param estimator of the divergence at one token
     * @param coefficient of the first rollout, above 0
     * @param target divergence, in nats per token, above 0
     * @param horizon rows after which the coefficient has moved by 20 %, above 0
     */
    record Adaptive(KlEstimator estimator, double coefficient, double target, double horizon)
            implements RewardKl {
        /** Checks the ranges. */
        public Adaptive {
            Ranges.positive("coefficient", coefficient);
            Ranges.positive("target", target);
            Ranges.positive("horizon", horizon);
        }

        @Override
        public KlController controller() {
            return new KlController.Adaptive(coefficient, target, horizon);
        }
    }
}
