package io.github.luffyrl.examples.memory;

import io.github.luffyrl.djl.model.CausalLm;

/** The peak memory of a training step with AdamW, in bytes: {@code docs/memory.md} derives it. */
record MemoryFormula(long weights, long kept, long passing) {

    private static final long FLOAT = 4;

    /** Weight, gradient and two moments. */
    private static final long ARRAYS_PER_WEIGHT = 4;

    /** Of the size of the logits, at the same time: themselves, their softmax, a gradient. */
    private static final long ARRAYS_OF_LOGITS = 3;

    static MemoryFormula of(MemoryPoint point) {
        long d = point.hidden();
        long f = point.intermediate();
        long heads = point.heads();
        long keyValue = d / 4;
        long vocabulary = point.vocabulary();
        long batch = (long) point.rows() * point.tokens();
        long layer = 6 * d + 2 * d + 2 * keyValue + 5 * f + heads * point.tokens();
        long attention = 2 * heads * point.tokens() + 5 * d - 5 * f;
        long layerPassing = Math.max(attention, 3 * f);
        long weights = weights(point);
        long scores =
                switch (point.recomputation()) {
                    case NONE -> ARRAYS_OF_LOGITS * batch * vocabulary;
                    case SCORES, SCORES_AND_LAYERS ->
                            ARRAYS_OF_LOGITS
                                            * Math.min(batch, CausalLm.SCORED_AT_A_TIME)
                                            * vocabulary
                                    + d * vocabulary;
                };
        long kept =
                switch (point.recomputation()) {
                    case NONE, SCORES -> batch * (point.layers() * layer + 3 * d);
                    case SCORES_AND_LAYERS -> batch * (point.layers() + 2) * d;
                };
        long again =
                switch (point.recomputation()) {
                    case NONE, SCORES -> layerPassing;
                    case SCORES_AND_LAYERS -> layer + layerPassing;
                };
        return new MemoryFormula(
                FLOAT * ARRAYS_PER_WEIGHT * weights,
                FLOAT * kept,
                FLOAT * Math.max(scores, batch * again));
    }

    private static long weights(MemoryPoint point) {
        long d = point.hidden();
        long perLayer = 2 * d * d + 2 * d * d / 4 + 3 * d * point.intermediate() + 2 * d;
        return 2L * point.vocabulary() * d + d + point.layers() * perLayer;
    }

    long peak() {
        return weights + kept + passing;
    }
}
