package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.objective.KlEstimator;
import io.github.luffyrl.core.objective.KlTerm;

/**
 * The penalty on the divergence from the model before training.
 *
 * @param estimator of the divergence at one token
 * @param coefficient at least 0; 0 for no penalty
 */
public record Kl(Estimator estimator, double coefficient) {

    /** How the divergence is estimated. */
    public enum Estimator {
        /** See {@link KlEstimator#k1()}. */
        K1,
        /** See {@link KlEstimator#absolute()}. */
        ABSOLUTE,
        /** See {@link KlEstimator#k2()}. */
        K2,
        /** See {@link KlEstimator#k3()}. */
        K3,
        /** See {@link KlEstimator#k1StraightThrough()}. */
        K1_STRAIGHT_THROUGH,
        /** See {@link KlEstimator#k3StraightThrough()}. */
        K3_STRAIGHT_THROUGH
    }

    /** Checks the range. */
    public Kl {
        Require.notNegative("coefficient", coefficient);
    }

    /** The penalty. */
    KlTerm term() {
        return new KlTerm(
                switch (estimator) {
                    case K1 -> KlEstimator.k1();
                    case ABSOLUTE -> KlEstimator.absolute();
                    case K2 -> KlEstimator.k2();
                    case K3 -> KlEstimator.k3();
                    case K1_STRAIGHT_THROUGH -> KlEstimator.k1StraightThrough();
                    case K3_STRAIGHT_THROUGH -> KlEstimator.k3StraightThrough();
                },
                coefficient);
    }
}
