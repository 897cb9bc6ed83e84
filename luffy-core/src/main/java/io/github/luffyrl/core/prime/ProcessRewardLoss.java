package io.github.luffyrl.core.prime;

import io.github.luffyrl.core.rollout.ResponseMask;
import java.util.Arrays;

/**
 * Trains the process reward model from outcomes alone: binary cross-entropy of {@code sigmoid(z)},
 * {@code z = beta * sum_t q[t]}, against correctness, mean over rows (arXiv 2502.01456).
 *
 * @param beta scale of the log-ratio, above 0; PRIME uses 0.05
 */
public record ProcessRewardLoss(double beta) {

    /** Rejects a beta that is not above 0. */
    public ProcessRewardLoss {
        if (!(beta > 0) || Double.isInfinite(beta)) {
            throw new IllegalArgumentException(
                    "beta = " + beta + ": need a positive number, such as 0.05");
        }
    }

    /**
     * The loss's value and gradient.
     *
     * @param loss to be minimized
     * @param gradient {@code [B][L]}: derivative with respect to the model's log-probabilities
     */
    public record Evaluation(double loss, double[][] gradient) {
        /** Copies the gradient. */
        public Evaluation {
            gradient = copy(gradient);
        }

        @Override
        public double[][] gradient() {
            return copy(gradient);
        }

        private static double[][] copy(double[][] rows) {
            return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Evaluation that
                    && Double.compare(loss, that.loss) == 0
                    && Arrays.deepEquals(gradient, that.gradient);
        }

        @Override
        public int hashCode() {
            return 31 * Double.hashCode(loss) + Arrays.deepHashCode(gradient);
        }

        @Override
        public String toString() {
            return "Evaluation[loss=" + loss + ", gradient=" + Arrays.deepToString(gradient) + "]";
        }
    }

    /**
     * Evaluates a batch.
     *
     * @param logProbs under the process reward model, {@code [B][L]}
     * @param referenceLogProbs under its reference, {@code [B][L]}
     * @param correct whether each row's answer is right
     * @param mask {@code [B][L]}
     * @return loss and gradient
     * @throws IllegalArgumentException if the shapes differ or there is no row
     */
    public Evaluation evaluate(
            double[][] logProbs,
            double[][] referenceLogProbs,
            boolean[] correct,
            ResponseMask mask) {
        return evaluate(logProbs, referenceLogProbs, correct, mask, mask.rows());
    }

    /**
     * Evaluates a micro-batch; losses and gradients of a mini-batch's micro-batches add up.
     *
     * @param logProbs under the process reward model, {@code [B][L]}
     * @param referenceLogProbs under its reference, {@code [B][L]}
     * @param correct whether each row's answer is right
     * @param mask {@code [B][L]}
     * @param wholeRows rows of the mini-batch, at least {@code B}
     * @return its share of loss and gradient
     * @throws IllegalArgumentException if the shapes differ or there is no row
     */
    public Evaluation evaluate(
            double[][] logProbs,
            double[][] referenceLogProbs,
            boolean[] correct,
            ResponseMask mask,
            long wholeRows) {
        int rows = mask.rows();
        if (rows == 0 || correct.length != rows) {
            throw new IllegalArgumentException(
                    correct.length
                            + " outcomes for "
                            + rows
                            + " rows: need one each, at least one");
        }
        double[][] q = ImplicitReward.PER_TOKEN.scores(logProbs, referenceLogProbs, mask);
        double[][] gradient = new double[rows][];
        double sum = 0;
        for (int b = 0; b < rows; b++) {
            double z = 0;
            for (double value : q[b]) {
                z += beta * value;
            }
            int y = correct[b] ? 1 : 0;
            sum += Math.max(z, 0) - y * z + Math.log1p(Math.exp(-Math.abs(z)));
            double perToken = (1 / (1 + Math.exp(-z)) - y) * beta / wholeRows;
            gradient[b] = mask.map("logProbs", q, v -> perToken)[b];
        }
        return new Evaluation(sum / wholeRows, gradient);
    }
}
