package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.github.luffyrl.djl.batch.TokenScores;
import org.jspecify.annotations.Nullable;

/**
 * A forward pass whose scores are leaves to autograd: once the loss has given them gradients, the
 * rest of the backward pass is made here.
 *
 * @param manager owns what is kept
 * @param scorer of the scored positions
 * @param hidden states at them
 * @param positions where they are in the batch
 * @param logProbs leaf {@code [B, T]}, given to the loss
 * @param entropy leaf {@code [B, T]}, given to the loss, with a gradient if it is trained
 * @param chunk positions scored at a time
 */
record RecordedForward(
        NDManager manager,
        TargetScorer scorer,
        HiddenStates hidden,
        MaskedPositions positions,
        NDArray logProbs,
        NDArray entropy,
        int chunk)
        implements AutoCloseable {

    /**
     * Scores the hidden states and keeps what the backward pass needs. Call it without gradient.
     *
     * @param parent of the manager that owns what is kept
     */
    static RecordedForward of(
            NDManager parent,
            TargetScorer scorer,
            HiddenStates hidden,
            MaskedPositions positions,
            int chunk) {
        TokenScores scores = scorer.scoresInChunks(hidden.values(), chunk);
        NDArray logProbs = positions.scatter(scores.logProbs());
        logProbs.setRequiresGradient(true);
        NDArray entropy = positions.scatter(scores.entropy());
        entropy.setRequiresGradient(scorer.trainEntropy());
        NDManager manager = parent.newSubManager();
        NDList kept = hidden.kept();
        kept.addAll(new NDList(scorer.targets(), positions.masked(), positions.computed()));
        NDScope.unregister(kept);
        kept.attach(manager);
        return new RecordedForward(manager, scorer, hidden, positions, logProbs, entropy, chunk);
    }

    /**
     * Adds the gradients of all weights, if the loss has given the scores theirs.
     *
     * @return whether it has
     */
    boolean backward() {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray dEntropy = gradient(entropy);
            NDArray dLogProbs = gradient(logProbs);
            if (dLogProbs == null && dEntropy == null) {
                return false;
            }
            if (dLogProbs == null) {
                dLogProbs = logProbs.zerosLike();
            }
            if (positions.masked().isEmpty()) {
                return true;
            }
            hidden.backward(
                    scorer.backward(
                            hidden.values(),
                            positions.gather(dLogProbs),
                            dEntropy == null ? null : positions.gather(dEntropy),
                            chunk));
            return true;
        }
    }

    private static @Nullable NDArray gradient(NDArray leaf) {
        return JniUtils.getGradient((PtNDArray) leaf);
    }

    @Override
    public void close() {
        manager.close();
    }
}
