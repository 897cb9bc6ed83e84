package io.github.luffyrl.examples.memory;

import io.github.luffyrl.djl.model.CausalLm;

/**
 * The peak memory of a training step with AdamW, in bytes; docs/memory.md derives it.
 *
 * @param weights with their gradients and moments
 * @param activations kept for the backward pass
 * @param temporary the most that exists for a moment on top of that
 */
record MemoryFormula(long weights, long activations, long temporary) {

    private static final long FLOAT = 4;

    /** Weight, gradient and two moments. */
    private static final long ARRAYS_PER_WEIGHT = 4;

    /** Arrays of the logits' size at the same time: logits, softmax, gradient. */
    private static final long ARRAYS_OF_LOGITS = 3;

    private static final long PROJECTIONS = 7;

    static MemoryFormula of(MemoryPoint point) {
        long d = point.hidden();
        long f = point.intermediate();
        long heads = point.heads();
        long vocabulary = point.vocabulary();
        long batch = (long) point.rows() * point.tokens();
        boolean adapter = point.adapterRank() > 0;
        long layer = 8 * d + 2 * keyValues(d) + 5 * f + heads * point.tokens();
        if (adapter) { // the norms' weights are frozen, so their inputs are not kept
            layer += PROJECTIONS * point.adapterRank() - 2 * d;
        }
        long attention = 2 * heads * point.tokens() + 5 * d - 5 * f;
        long temporary = Math.max(attention, 3 * f);
        long scores =
                switch (point.recomputation()) {
                    case NONE -> ARRAYS_OF_LOGITS * batch * vocabulary;
                    case SCORES, SCORES_AND_LAYERS ->
                            ARRAYS_OF_LOGITS
                                            * Math.min(batch, CausalLm.SCORED_AT_A_TIME)
                                            * vocabulary
                                    + (adapter ? 0 : d * vocabulary);
                };
        long activations =
                switch (point.recomputation()) {
                    case NONE, SCORES -> batch * (point.layers() * layer + 3 * d);
                    case SCORES_AND_LAYERS -> batch * (point.layers() + 2) * d;
                };
        long recomputed =
                switch (point.recomputation()) {
                    case NONE, SCORES -> temporary;
                    case SCORES_AND_LAYERS -> layer + temporary;
                };
        return new MemoryFormula(
                FLOAT * (adapter ? weights(point) : 0)
                        + FLOAT * ARRAYS_PER_WEIGHT * (adapter ? adapter(point) : weights(point)),
                FLOAT * activations,
                FLOAT * Math.max(scores, batch * recomputed));
    }

    private static long keyValues(long hidden) {
        return hidden / 4;
    }

    private static long weights(MemoryPoint point) {
        long d = point.hidden();
        long perLayer = 2 * d * d + 2 * d * keyValues(d) + 3 * d * point.intermediate() + 2 * d;
        return 2L * point.vocabulary() * d + d + point.layers() * perLayer;
    }

    private static long adapter(MemoryPoint point) {
        long d = point.hidden();
        long ends = 2 * (d + d) + 2 * (d + keyValues(d)) + 3 * (d + point.intermediate());
        return ends * point.layers() * point.adapterRank();
    }

    long peak() {
        return weights + activations + temporary;
    }
}
