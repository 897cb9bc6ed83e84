package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.github.luffyrl.djl.batch.TokenScores;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Scores {@code N} targets by the final hidden states {@code [N, D]} at their positions.
 *
 * @param head from hidden states to logits
 * @param weights parameter values
 * @param targets token ids {@code [N]}, int64
 * @param temperature the logits are divided by it
 * @param trainEntropy whether the entropy has a gradient
 */
record TargetScorer(
        LinearLayer head,
        Weights weights,
        NDArray targets,
        double temperature,
        boolean trainEntropy) {

    /** Scores all targets, with gradient. */
    TokenScores scores(NDArray hidden) {
        NDArray logits = weights.precision().widen(head.apply(weights, hidden));
        return TokenScores.of(logits, targets, temperature, trainEntropy); // [N]
    }

    /** Scores {@code chunk} targets at a time, for when no gradient is recorded. */
    TokenScores scoresInChunks(NDArray hidden, int chunk) {
        if (count() <= chunk) {
            return scores(hidden);
        }
        try (NDList logProbs = new NDList();
                NDList entropies = new NDList()) {
            overChunks(
                    chunk,
                    from -> {
                        TokenScores scores = part(from, chunk).scores(part(hidden, from, chunk));
                        logProbs.add(scores.logProbs());
                        entropies.add(scores.entropy());
                        return new NDList(scores.logProbs(), scores.entropy());
                    });
            return new TokenScores(NDArrays.concat(logProbs), NDArrays.concat(entropies));
        }
    }

    /**
     * Adds the gradient of {@code sum(logProbs * dLogProbs + entropy * dEntropy)} to that of the
     * head, computing the scores again, {@code chunk} targets at a time.
     *
     * @return its gradient with respect to {@code hidden}, {@code [N, D]}
     */
    NDArray backward(NDArray hidden, NDArray dLogProbs, @Nullable NDArray dEntropy, int chunk) {
        try (NDList gradients = new NDList()) {
            overChunks(
                    chunk,
                    from -> {
                        NDArray leaf = part(hidden, from, chunk);
                        leaf.setRequiresGradient(true);
                        NDArray sum =
                                Scopes.resultOf(
                                        () -> weighted(leaf, from, chunk, dLogProbs, dEntropy));
                        NDArray one = sum.onesLike();
                        JniUtils.backward((PtNDArray) sum, (PtNDArray) one, false, false);
                        NDArray gradient = leaf.getGradient();
                        gradients.add(gradient);
                        return new NDList(gradient);
                    });
            return NDArrays.concat(gradients);
        }
    }

    private NDArray weighted(
            NDArray hidden, long from, int chunk, NDArray dLogProbs, @Nullable NDArray dEntropy) {
        TokenScores scores = part(from, chunk).scores(hidden);
        NDArray sum = scores.logProbs().mul(part(dLogProbs, from, chunk)).sum();
        return dEntropy == null
                ? sum
                : sum.add(scores.entropy().mul(part(dEntropy, from, chunk)).sum());
    }

    private long count() {
        return targets.getShape().get(0);
    }

    /** What is computed for a chunk is freed but for what the function returns. */
    private void overChunks(int chunk, LongFunction<NDList> work) {
        for (long from = 0; from < count(); from += chunk) {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDScope.unregister(work.apply(from));
            }
        }
    }

    private TargetScorer part(long from, int chunk) {
        return new TargetScorer(
                head, weights, part(targets, from, chunk), temperature, trainEntropy);
    }

    private NDArray part(NDArray array, long from, int chunk) {
        return array.get(new NDIndex().addSliceDim(from, Math.min(from + chunk, count())));
    }
}
